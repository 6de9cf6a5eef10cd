import type { RootFiles } from './safe-path.ts';
import type { LoadedRoot } from './types.ts';

/** Looks at every path that a field holds and that something later reads or writes; findings go to `files`. */
export function checkPaths(root: LoadedRoot, files: RootFiles): void {
  for (const { config, file, line } of root.configs.values()) {
    if (config.data?.source) files.check(config.data.source, file, line(['data', 'source']));
    for (const [i, input] of (config.command?.inputs ?? []).entries()) {
      files.check(input, file, line(['command', 'inputs', i]));
    }
  }
  for (const { data, file, line } of root.datasets.values()) {
    if (data.path) files.check(data.path, file, line(['path']));
  }
  // Aliases become addresses of the site, hence files of dist/.
  for (const { data, file, line } of [root.tracks, root.experiments, root.datasets].flatMap((map) => [...map.values()])) {
    for (const [i, alias] of data.aliases.entries()) files.checkName(alias, file, line(['aliases', i]));
  }
}
