import { indexConfigs } from './check-ids.ts';
import { checkConfigPaths } from './check-paths.ts';
import { checkUpstreamIds } from './check-references.ts';
import { checkUpstream } from './check-upstream.ts';
import { knownConfigs } from './known-ids.ts';
import { defaultConfig, loadConfigs, loadFactoryConfig } from './load-configs.ts';
import { checkResultFolders, type RunnableRoot } from './load-runnable.ts';
import { checkUpstreamReady } from './planned.ts';
import type { RememberedConfigs } from './remembered-configs.ts';
import { applySeverity, sortFindings } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import type { Finding } from './types.ts';

/** Parses and checks what running needs of a root, with the findings that {@link loadRoot} has about it. */
export function parseRunnable(
  files: RootFiles,
  remembered: RememberedConfigs,
): { root: RunnableRoot; findings: Finding[] } {
  const settings = loadFactoryConfig(files, remembered);
  const config = settings.config ?? defaultConfig;
  const { names, entries, findings } = loadConfigs(files, remembered);
  const configs = indexConfigs(entries);
  checkConfigPaths(configs.byId, files);
  checkResultFolders(files);
  const all = [
    ...settings.findings,
    ...findings,
    ...configs.findings,
    ...checkUpstreamIds(configs.byId, knownConfigs(names)),
    ...checkUpstream(configs.byId),
    ...checkUpstreamReady(configs.byId),
    ...files.findings,
  ];
  return { root: { root: files.root, config, configs: configs.byId }, findings: sortFindings(applySeverity(all, config)) };
}
