import {
  cardSchema,
  contradictionsSchema,
  datasetSchema,
  experimentLogSchema,
  glossarySchema,
  guideSchema,
  hubSchema,
  noteSchema,
  principleSchema,
  repositoriesSchema,
  roadmapSchema,
  sessionSchema,
  startSchema,
  trackSchema,
} from '@paper-factory/runners/schema';
import { indexClaims, indexConfigs, indexEntries } from './check-ids.ts';
import { checkAliases } from './check-aliases.ts';
import { checkDecisions } from './check-decisions.ts';
import { checkInnerIds } from './check-inner-ids.ts';
import { checkPaths } from './check-paths.ts';
import { checkPrivate } from './check-private.ts';
import { checkReferences } from './check-references.ts';
import { checkTranslations } from './check-translations.ts';
import { checkTrees } from './check-trees.ts';
import { checkRestsOn, checkUpstream } from './check-upstream.ts';
import { knownIds } from './known-ids.ts';
import { loadClaims } from './load-claims.ts';
import { defaultConfig, loadConfigs, loadFactoryConfig, rootConfigFile } from './load-configs.ts';
import { loadDataFile } from './load-data-file.ts';
import { loadEntries } from './load-entries.ts';
import { loadFigures } from './load-figures.ts';
import { loadImages } from './load-images.ts';
import { loadResults } from './load-results.ts';
import { type Memory, noMemory } from './memory.ts';
import { noParts, type Parts } from './parts.ts';
import { checkStatus, checkUpstreamReady, splitPlanned } from './planned.ts';
import type { RememberedConfigs } from './remembered-configs.ts';
import { applySeverity, finding, sortFindings } from './rules.ts';
import { type FileSystem, openRoot } from './safe-path.ts';
import type { CollectionName, Finding, LoadedRoot } from './types.ts';

const mapNames = [
  ...(['tracks', 'experiments', 'datasets', 'hubs', 'roadmaps', 'cards', 'principles', 'sessions', 'notes', 'guides'] as const),
  ...(['translations', 'claims', 'decisions', 'claimTranslations', 'configs', 'results', 'figures', 'images'] as const),
] as const;
const noFiles = { glossary: null, contradictions: null, repositories: null, start: null };

function emptyRoot(root: string, findings: Finding[]): LoadedRoot {
  const maps = Object.fromEntries(mapNames.map((name) => [name, new Map()])) as Record<(typeof mapNames)[number], never>;
  return { root, config: defaultConfig, ...maps, ...noFiles, findings };
}

/** Committed results and figures that nothing here can re-execute. */
function checkOwners(folder: string, ids: Iterable<string>, configs: Set<string>, planned: ReadonlyMap<string, unknown>): Finding[] {
  return [...ids].flatMap((id) => {
    if (configs.has(id) && !planned.has(id)) return [];
    const config = `experiments/${id}/config.yaml`;
    const [message, hint] = planned.has(id)
      ? [`expected a config that can run, found ${config}, which is planned`, 'Take "status: planned" out of it, or remove the folder.']
      : [`expected ${config}, which makes this folder, found none`, 'Add the config, or remove the folder.'];
    return [finding('result-has-config', `${folder}/${id}`, 1, message, hint)];
  });
}

/** What an earlier load may have left. */
export interface Remembered {
  memory?: Memory;
  configs?: RememberedConfigs;
  parts?: Parts;
}

/** Reads and checks a whole root. Faults of content are collected in `findings`, all of them, and never thrown. */
export function loadRoot(
  rootDir: string,
  { memory = noMemory, configs: remembered, parts = noParts }: Remembered = {},
  world?: FileSystem,
): LoadedRoot {
  const files = openRoot(rootDir, world);
  const settings = loadFactoryConfig(files);
  if (!settings.exists) {
    const message = `expected a folder with ${rootConfigFile}, found none in ${rootDir}`;
    const hint = `Name the right folder with --root or PAPER_FACTORY_ROOT, or add ${rootConfigFile} to it.`;
    return emptyRoot(files.root, [finding('root-has-config', rootConfigFile, 1, message, hint)]);
  }

  const tracks = loadEntries(files, 'content/tracks', trackSchema, memory, (stem) => stem.toUpperCase());
  const experiments = loadEntries(files, 'content/experiments', experimentLogSchema, memory);
  const datasets = loadEntries(files, 'content/datasets', datasetSchema, memory);
  const hubs = loadEntries(files, 'content/hubs', hubSchema, memory);
  const roadmaps = loadEntries(files, 'content/roadmaps', roadmapSchema, memory);
  const cards = loadEntries(files, 'content/cards', cardSchema, memory);
  const principles = loadEntries(files, 'content/principles', principleSchema, memory);
  const sessions = loadEntries(files, 'content/sessions', sessionSchema, memory);
  const notes = loadEntries(files, 'content/notes', noteSchema, memory);
  const guides = loadEntries(files, 'content/guides', guideSchema, memory);
  const collections = { tracks, experiments, datasets, hubs, roadmaps, cards, principles, sessions, notes, guides };
  const translations = Object.entries(collections).map(([name, one]) => ({ name, ...one.translations }));
  const claims = loadClaims(files, memory);
  const glossary = loadDataFile(files, 'content/glossary.yaml', glossarySchema, memory);
  const contradictions = loadDataFile(files, 'content/contradictions.yaml', contradictionsSchema, memory);
  const repositories = loadDataFile(files, 'content/repositories.yaml', repositoriesSchema, memory);
  const start = loadDataFile(files, 'content/start.yaml', startSchema, memory);
  const configs = loadConfigs(files, remembered);
  const { results, ...resultFiles } = parts.of('assets/results', files.findings, () =>
    loadResults(files, memory),
  );
  const { images, ...imageFiles } = loadImages(files, Object.keys(collections));
  const { figures, ...figureFiles } = parts.of('assets/figures', files.findings, () =>
    loadFigures(files, memory),
  );

  const byId = {
    tracks: indexEntries(tracks.entries, (id) => id.toLowerCase()),
    experiments: indexEntries(experiments.entries),
    datasets: indexEntries(datasets.entries),
    hubs: indexEntries(hubs.entries),
    roadmaps: indexEntries(roadmaps.entries),
    cards: indexEntries(cards.entries),
    principles: indexEntries(principles.entries),
    sessions: indexEntries(sessions.entries),
    notes: indexEntries(notes.entries),
    guides: indexEntries(guides.entries),
    claims: indexClaims(claims.entries),
    configs: indexConfigs(configs.entries),
  };
  const root: LoadedRoot = {
    root: files.root,
    config: settings.config ?? defaultConfig,
    tracks: byId.tracks.byId,
    experiments: byId.experiments.byId,
    datasets: byId.datasets.byId,
    hubs: byId.hubs.byId,
    roadmaps: byId.roadmaps.byId,
    cards: byId.cards.byId,
    principles: byId.principles.byId,
    sessions: byId.sessions.byId,
    notes: byId.notes.byId,
    guides: byId.guides.byId,
    translations: new Map(
      translations.flatMap(({ name, entries }) => entries.map((one) => [`${name}/${one.data.id}`, one] as const)),
    ),
    claims: byId.claims.byId,
    decisions: claims.decisions,
    claimTranslations: claims.translations,
    glossary: glossary.entry,
    contradictions: contradictions.entry,
    repositories: repositories.entry,
    start: start.entry,
    configs: byId.configs.byId,
    results,
    figures,
    images,
    findings: [],
  };

  const pages = Object.fromEntries(Object.keys(collections).map((name) => [name, root[name as CollectionName]]));
  checkPaths(root, files);
  const { planned } = splitPlanned(root.configs);
  const names = Object.fromEntries(Object.entries({ ...collections, configs }).map(([name, one]) => [name, one.names]));
  const known = knownIds(root, names as Record<CollectionName | 'configs', Set<string>>, claims, [
    ...(settings.config === null ? (['source'] as const) : []),
    ...(repositories.findings.length > 0 ? (['repository'] as const) : []),
  ]);
  const findings = [
    ...settings.findings,
    ...[...Object.values(collections), ...translations].flatMap((one) => one.findings),
    ...[claims, configs, resultFiles, figureFiles, imageFiles].flatMap((one) => one.findings),
    ...[glossary, contradictions, repositories, start].flatMap((one) => one.findings),
    ...Object.values(byId).flatMap((one) => one.findings),
    ...checkReferences(root, known, settings.source),
    ...claims.files.flatMap(({ track, file, line }) => {
      if (known.ids.track.has(track)) return [];
      const hint = `Add content/tracks/${track.toLowerCase()}.md, or remove the claims.`;
      return [
        finding(
          'reference-resolves',
          file,
          line(),
          `track: expected a track, found "${track}", which does not exist`,
          hint,
        ),
      ];
    }),
    ...checkAliases(pages, root.configs),
    ...checkPrivate(root),
    ...checkInnerIds(root),
    ...checkDecisions(root),
    ...checkTrees(root.decisions),
    ...checkTranslations(root, names, new Set([...claims.files.map(({ track }) => track), ...claims.unreadTracks])),
    ...checkRestsOn(root.claims),
    ...checkUpstream(root.configs),
    ...checkUpstreamReady(root.configs),
    ...checkStatus(root.experiments, root.configs),
    ...checkOwners('assets/results', resultFiles.ids, configs.names, planned),
    ...checkOwners('assets/figures', figureFiles.ids, configs.names, planned),
    ...files.findings,
  ];
  return { ...root, findings: sortFindings(applySeverity(findings, root.config)) };
}
