import { datasetSchema, experimentLogSchema, trackSchema } from '@paper-factory/runners/schema';
import { indexClaims, indexConfigs, indexEntries } from './check-ids.ts';
import { checkInnerIds } from './check-inner-ids.ts';
import { checkPaths } from './check-paths.ts';
import { checkReferences, type Known } from './check-references.ts';
import { checkUpstream } from './check-upstream.ts';
import { loadClaims } from './load-claims.ts';
import { defaultConfig, loadConfigs, loadFactoryConfig, rootConfigFile } from './load-configs.ts';
import { loadEntries } from './load-entries.ts';
import { loadFigures } from './load-figures.ts';
import { loadResults } from './load-results.ts';
import { applySeverity, finding, sortFindings } from './rules.ts';
import { type FileSystem, openRoot } from './safe-path.ts';
import type { Entry, Finding, LoadedRoot } from './types.ts';

function emptyRoot(root: string, findings: Finding[]): LoadedRoot {
  const maps = { tracks: new Map(), experiments: new Map(), datasets: new Map(), claims: new Map() };
  return { root, config: defaultConfig, ...maps, configs: new Map(), results: new Map(), figures: new Map(), findings };
}

const aliasesOf = (...collections: Map<string, Entry<{ id: string; aliases: string[] }>>[]): Map<string, string> =>
  new Map(
    collections.flatMap((entries) =>
      [...entries.values()].flatMap(({ data }) => data.aliases.map((alias): [string, string] => [alias, data.id])),
    ),
  );

/** Committed results and figures that nothing here can re-execute. */
function checkOwners(folder: string, ids: Iterable<string>, configs: Set<string>): Finding[] {
  return [...ids]
    .filter((id) => !configs.has(id))
    .map((id) => {
      const message = `expected experiments/${id}/config.yaml, which makes this folder, found none`;
      return finding('result-has-config', `${folder}/${id}`, 1, message, 'Add the config, or remove the folder.');
    });
}

/** Reads and checks a whole root. Faults of content are collected in `findings`, all of them, and never thrown. */
export function loadRoot(rootDir: string, world?: FileSystem): LoadedRoot {
  const files = openRoot(rootDir, world);
  const settings = loadFactoryConfig(files);
  if (!settings.exists) {
    const message = `expected a folder with ${rootConfigFile}, found none in ${rootDir}`;
    const hint = `Name the right folder with --root or PAPER_FACTORY_ROOT, or add ${rootConfigFile} to it.`;
    return emptyRoot(files.root, [finding('root-has-config', rootConfigFile, 1, message, hint)]);
  }

  const tracks = loadEntries(files, 'content/tracks', trackSchema, (stem) => stem.toUpperCase());
  const experiments = loadEntries(files, 'content/experiments', experimentLogSchema);
  const datasets = loadEntries(files, 'content/datasets', datasetSchema);
  const claims = loadClaims(files);
  const configs = loadConfigs(files);
  const { results, ...resultFiles } = loadResults(files);
  const { figures, ...figureFiles } = loadFigures(files);

  const byId = {
    tracks: indexEntries(tracks.entries, (id) => id.toLowerCase()),
    experiments: indexEntries(experiments.entries),
    datasets: indexEntries(datasets.entries),
    claims: indexClaims(claims.entries),
    configs: indexConfigs(configs.entries),
  };
  const root: LoadedRoot = {
    root: files.root,
    config: settings.config ?? defaultConfig,
    tracks: byId.tracks.byId,
    experiments: byId.experiments.byId,
    datasets: byId.datasets.byId,
    claims: byId.claims.byId,
    configs: byId.configs.byId,
    results,
    figures,
    findings: [],
  };

  checkPaths(root, files);
  const configIds = configs.names;
  const known: Known = {
    ids: {
      track: tracks.names,
      experiment: new Set([...experiments.names, ...configIds]),
      config: configIds,
      claim: claims.names,
      source: new Set(Object.keys(root.config.sources)),
    },
    unreadTracks: claims.unreadTracks,
    aliases: aliasesOf(root.tracks, root.experiments),
    hasSources: settings.config !== null,
  };
  const findings = [
    ...settings.findings,
    ...[tracks, experiments, datasets, claims, configs, resultFiles, figureFiles].flatMap((one) => one.findings),
    ...Object.values(byId).flatMap((one) => one.findings),
    ...checkReferences(root, known, settings.source),
    ...claims.files.flatMap(({ track, file, line }) => {
      if (known.ids.track.has(track)) return [];
      const hint = `Add content/tracks/${track.toLowerCase()}.md, or remove the claims.`;
      return [
        finding(
          'reference-resolves',
          file,
          line,
          `track: expected a track, found "${track}", which does not exist`,
          hint,
        ),
      ];
    }),
    ...checkInnerIds(root),
    ...checkUpstream(root.configs),
    ...checkOwners('assets/results', resultFiles.ids, configIds),
    ...checkOwners('assets/figures', figureFiles.ids, configIds),
    ...files.findings,
  ];
  return { ...root, findings: sortFindings(applySeverity(findings, root.config)) };
}
