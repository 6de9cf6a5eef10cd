import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadRoot } from '../content/load-root.ts';
import { maturityOfTracks } from '../evidence/maturity.ts';
import { measurementsOf, readState } from '../evidence/state.ts';
import type { BuildState, Freshness } from '../evidence/types.ts';
import { createLinks } from './lib/links.ts';
import { publicRoot } from './lib/public-root.ts';
import { claimView, type ClaimView } from './views/claim.ts';
import type { SiteContext } from './views/context.ts';
import { datasetsBySuite, datasetView, type DatasetView } from './views/dataset.ts';
import { downstreamOf, experimentView, type ExperimentView } from './views/experiment.ts';
import { figureView, type FigureView } from './views/figure.ts';
import { layersOf, type Layers } from './views/layers.ts';
import { suiteViews, type SuiteView } from './views/suite.ts';
import { trackView, type TrackView } from './views/track.ts';

/** Everything the pages show, ready to be set; no private entry is in it. */
export interface SiteModel {
  context: SiteContext;
  tracks: Map<string, TrackView>;
  claims: Map<string, ClaimView>;
  experiments: Map<string, ExperimentView>;
  datasets: Map<string, DatasetView>;
  /** By `<experiment>/<name>`. */
  figures: Map<string, FigureView>;
  layers: Layers;
  /** By suite; suites of which no number of a model is known are left out. */
  leaderboards: Map<string, SuiteView>;
}

const noState: BuildState = { freshness: {}, verification: null };

function readBuildState(root: string): BuildState {
  try {
    return JSON.parse(readFileSync(join(root, '.factory/state/build.json'), 'utf8')) as BuildState;
  } catch {
    return noState;
  }
}

function groupBy<V>(values: Iterable<V>, keys: (value: V) => string[]): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const value of values) {
    for (const key of keys(value)) groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

function createContext(root: string): SiteContext {
  const loaded = publicRoot(loadRoot(root));
  const { profile, site } = loaded.config;
  const state = readBuildState(root);
  const evidence = readState(loaded, state.freshness);
  const { outcomes } = evidence;
  const unknown = (id: string): Freshness =>
    outcomes.has(id) ? { status: 'fresh', reason: '' } : { status: 'missing', reason: 'never run' };
  return {
    loaded,
    links: createLinks(site.base),
    state,
    evidence,
    outcomes,
    provenances: new Map(
      [...loaded.results.values()]
        .filter(({ outcome }) => outcome.profile === profile)
        .map(({ provenance }) => [provenance.id, provenance]),
    ),
    measurements: measurementsOf(loaded),
    freshness: new Map([...loaded.configs.keys()].map((id) => [id, evidence.freshness[id] ?? unknown(id)])),
    judged: evidence.judged,
    maturity: new Map(maturityOfTracks(loaded, evidence).map((one) => [one.id, one])),
  };
}

/** Loads a root, judges its claims and prepares every page. */
export function createSiteModel(root: string): SiteModel {
  const context = createContext(resolve(root));
  const { loaded, judged } = context;
  const claims = new Map([...judged.values()].map((one) => [one.id, claimView(context, one)]));
  const figures = new Map([...loaded.figures].map(([id, entry]) => [id, figureView(context, entry)]));
  const known = {
    downstream: downstreamOf(context),
    claims: groupBy(claims.values(), ({ id }) => judged.get(id)?.experiments ?? []),
    datasets: datasetsBySuite(context),
    figures: groupBy(figures.values(), ({ experiment }) => [experiment.id]),
  };
  const ids = [...new Set([...loaded.experiments.keys(), ...loaded.configs.keys()])].sort();
  const experiments = new Map(ids.map((id) => [id, experimentView(context, id, known)]));
  const datasets = new Map([...loaded.datasets.keys()].map((id) => [id, datasetView(context, id, experiments)]));
  const tracks = new Map(
    [...loaded.tracks.keys()].map((id) => [id, trackView(context, id, { claims, experiments, figures })]),
  );
  const layers = layersOf(context, { claims, experiments });
  return { context, tracks, claims, experiments, datasets, figures, leaderboards: suiteViews(context), layers };
}

interface Kept {
  paperFactorySite?: { root: string; model: SiteModel };
}

/**
 * The model of the root named by `PAPER_FACTORY_ROOT` (else the working folder), made once per process.
 * Astro loads this module several times, so the model is kept where all of them find it; `astro.config.mjs` drops it
 * when a file of the root changes.
 */
export function siteModel(): SiteModel {
  const kept = globalThis as Kept;
  const root = resolve(process.env.PAPER_FACTORY_ROOT ?? '.');
  if (kept.paperFactorySite?.root !== root) kept.paperFactorySite = { root, model: createSiteModel(root) };
  return kept.paperFactorySite.model;
}
