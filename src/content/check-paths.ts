import type { RootFiles } from './safe-path.ts';
import type { ConfigEntry, Entry, LoadedRoot } from './types.ts';

/** Looks at the paths that configs hold; findings go to `files`. */
export function checkConfigPaths(configs: ReadonlyMap<string, ConfigEntry>, files: RootFiles): void {
  for (const { config, file, line } of configs.values()) {
    const isOwn = config.runner.startsWith('./') && config.status !== 'planned';
    if (isOwn) files.checkExists(config.runner, file, () => line(['runner']));
    if (config.data?.source) {
      const checkData = isOwn ? files.checkExists : files.check;
      checkData(config.data.source, file, () => line(['data', 'source']));
    }
    for (const [i, input] of (config.command?.inputs ?? []).entries()) {
      files.checkExists(input, file, () => line(['command', 'inputs', i]));
    }
  }
}

const collectionsOf = (root: LoadedRoot): ReadonlyMap<string, Entry<{ aliases: string[] }>>[] => [
  ...[root.tracks, root.experiments, root.datasets, root.hubs, root.roadmaps],
  ...[root.cards, root.principles, root.sessions, root.notes],
];

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
