import { collectionNames } from './collections.ts';
import { finding } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import type { ConfigEntry, Entry, LoadedRoot } from './types.ts';

/**
 * Looks for a default export without running or parsing the module: both take longer than all else that is read here. A
 * text that has the two words elsewhere passes, and a run tells.
 */
function checkInterface({ config, file, line }: ConfigEntry, files: RootFiles): void {
  const text = files.text(config.runner);
  if (text === null || /\bexport\b[^]*\bdefault\b/.test(text)) return;
  const message = `expected a module with a default export, found none in ${config.runner}`;
  const hint = 'Write `export default defineExperiment({ params, run })` into it.';
  files.findings.push(finding('module-has-interface', file, line(['runner']), message, hint));
}

/** Looks at the paths that configs hold; findings go to `files`. */
export function checkConfigPaths(configs: ReadonlyMap<string, ConfigEntry>, files: RootFiles): void {
  for (const entry of configs.values()) {
    const { config, file, line } = entry;
    const isOwn = config.runner.startsWith('./') && config.status !== 'planned';
    if (isOwn) {
      const before = files.findings.length;
      files.checkExists(config.runner, file, () => line(['runner']));
      if (files.findings.length === before) checkInterface(entry, files);
    }
    if (config.data?.source) {
      const checkData = isOwn ? files.checkExists : files.check;
      checkData(config.data.source, file, () => line(['data', 'source']));
    }
    for (const [i, input] of (config.command?.inputs ?? []).entries()) {
      files.checkExists(input, file, () => line(['command', 'inputs', i]));
    }
  }
}

const collectionsOf = (root: LoadedRoot): ReadonlyMap<string, Entry<{ aliases: string[] }>>[] =>
  collectionNames.map((name) => root[name]);

/** Looks at every path that a field holds and that something later reads or writes; findings go to `files`. */
export function checkPaths(root: LoadedRoot, files: RootFiles): void {
  checkConfigPaths(root.configs, files);
  for (const { data, file, line } of root.datasets.values()) {
    if (data.path) files.check(data.path, file, () => line(['path']));
  }
  // Aliases become addresses of the site, hence files of dist/.
  for (const { data, file, line } of collectionsOf(root).flatMap((map) => [...map.values()])) {
    for (const [i, alias] of data.aliases.entries()) files.checkName(alias, file, () => line(['aliases', i]));
  }
}
