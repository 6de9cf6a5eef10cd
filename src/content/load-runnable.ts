import type { ExperimentConfig, FactoryConfig } from '@paper-factory/runners/schema';
import { checkConfigPaths } from './check-paths.ts';
import { checkUpstream } from './check-upstream.ts';
import { checkUpstreamReady } from './planned.ts';
import { openRemembered, type RememberedConfigs } from './remembered-configs.ts';
import { openRoot, type RootFiles } from './safe-path.ts';
import type { Finding } from './types.ts';

/** What running needs of a root. */
export interface RunnableRoot {
  /** Absolute, links resolved. */
  root: string;
  config: FactoryConfig;
  /** By id, in sorted order; those that are only planned too. */
  configs: Map<string, { config: ExperimentConfig }>;
}

const nowhere = () => 1;

const profiles = ['smoke', 'default', 'full'];

/** A folder of results that leads out of the root must not be written to; findings go to `files`. */
export function checkResultFolders(files: RootFiles): void {
  files.list('assets/figures');
  for (const { file, isFolder } of files.list('assets/results')) {
    if (isFolder) for (const profile of profiles) files.checkFolder(`${file}/${profile}`);
  }
}

/**
 * The root as it was parsed before, or null where anything is new, changed or at fault: then a full look says what. So
 * this path only has to see that there is no fault, and not to tell one.
 */
function recallRoot(files: RootFiles, remembered: RememberedConfigs): RunnableRoot | null {
  const bytes = files.bytes('factory.config.yaml');
  const config = bytes && remembered.factory(bytes);
  if (!config) return null;
  const configs = new Map<string, { config: ExperimentConfig; file: string; text: string; line: () => number }>();
  for (const { name, file, isFolder } of files.list('experiments')) {
    if (!isFolder) continue;
    const text = files.bytes(`${file}/config.yaml`);
    const known = text && remembered.experiment(text);
    if (!known || known.id !== name) return null;
    configs.set(name, { config: known, file, text: '', line: nowhere });
  }
  for (const { config } of configs.values()) if (!config.upstream.every((id) => configs.has(id))) return null;
  if (checkUpstream(configs).length > 0 || checkUpstreamReady(configs).length > 0) return null;
  checkConfigPaths(configs, files);
  checkResultFolders(files);
  return files.findings.length > 0 ? null : { root: files.root, config, configs };
}

/**
 * Loads what running needs: the root's config and its experiments. Configs that were parsed before are not parsed
 * again, and where all were, no parser is loaded.
 */
export async function loadRunnable(rootDir: string): Promise<{ root: RunnableRoot; findings: Finding[] }> {
  const remembered = openRemembered(rootDir);
  const recalled = recallRoot(openRoot(rootDir), remembered);
  if (recalled) return { root: recalled, findings: [] };
  const { parseRunnable } = await import('./parse-runnable.ts');
  const parsed = parseRunnable(openRoot(rootDir), remembered);
  remembered.save();
  return parsed;
}
