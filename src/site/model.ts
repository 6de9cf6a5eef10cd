import { resolve } from 'node:path';
import { loadRoot } from '../content/load-root.ts';
import type { LoadedRoot } from '../content/types.ts';
import { checkRoot } from '../evidence/check.ts';
import { measurementsOf, type EvidenceState } from '../evidence/state.ts';
import type { Judged } from '../evidence/types.ts';
import { takeJudged, type JudgedRoot } from './judged.ts';
import { createLinks } from './lib/links.ts';
import { lazyMap } from './lib/lazy-map.ts';
import { localeOf, translatedPages, type Locale } from './lib/locale.ts';
import { publicEvidence, type PublicEvidence } from './lib/public-evidence.ts';
import { type Hidden, hiddenOf } from './lib/public-hidden.ts';
import { publicRoot } from './lib/public-root.ts';
import { publishedRoot } from './lib/published.ts';
import { translatedRoot } from './lib/translate.ts';
import { words } from './text/words.ts';
import { claimView, type ClaimView } from './views/claim.ts';
import type { ShownFreshness, SiteContext } from './views/context.ts';
import { datasetView, type DatasetView } from './views/dataset.ts';
import { downstreamOf, experimentView, type ExperimentView } from './views/experiment.ts';
import { figureView, type FigureView } from './views/figure.ts';
import { layersOf, type Layers } from './views/layers.ts';
import { suiteViews, type SuiteView } from './views/suite.ts';
import { trackView, type TrackView } from './views/track.ts';

/** Everything the pages show, made when a page asks for it; no private entry is in it. */
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

function groupBy<V>(values: Iterable<V>, keys: (value: V) => string[]): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const value of values) {
    for (const key of keys(value)) {
      const group = groups.get(key);
      if (group) group.push(value);
      else groups.set(key, [value]);
    }
  }
  return groups;
}

/** Without a command that did it: the root as it is. */
function judgeAlone(root: string): JudgedRoot {
  const loaded = loadRoot(root);
  return { loaded, report: checkRoot(loaded, {}), state: { freshness: {}, verification: null } };
}

/** What all languages share: the whole root, the public one, and what evidence says of the whole. */
function createBase(root: string): Base {
  const { loaded, report, state } = takeJudged(root) ?? judgeAlone(root);
  const hidden = hiddenOf(loaded);
  const evidence = publicEvidence(loaded, report, state, hidden);
  const full = publishedRoot(loaded, state.publication);
  return { full, hidden, loaded: publicRoot(full, hidden), evidence };
}

/** The judged claims that have a page, as the public root and its language word them. */
function restate(judged: EvidenceState['judged'], { claims }: LoadedRoot): Map<string, Judged> {
  return new Map(
    [...claims].flatMap(([id, { claim }]) => {
      const one = judged.get(id);
      return one ? [[id, { ...one, claim }]] : [];
    }),
  );
}

function createContext(base: Base, locale: Locale): SiteContext {
  const { loaded: original, full, hidden } = base;
  const { state, maturity, findings, build } = base.evidence;
  const translated = translatedPages(original);
  const pages = translated.size > 0 && build.changes ? new Set([...translated, 'changes/']) : translated;
  const loaded = locale === 'en' ? original : publicRoot(translatedRoot(full), hidden);
  const judged = restate(state.judged, loaded);
  const { outcomes, planned } = state;
  const { profile, site } = loaded.config;
  const freshnessOf = (id: string): ShownFreshness => {
    if (planned.has(id) && !outcomes.has(id)) return { status: 'planned', reason: '' };
    const unknown = outcomes.has(id) ? 'fresh' : 'missing';
    return state.freshness[id] ?? { status: unknown, reason: unknown === 'missing' ? 'never run' : '' };
  };
  return {
    locale,
    t: words(locale),
    loaded,
    original,
    pages,
    links: createLinks(site.base, locale === 'en' ? undefined : pages),
    state: build,
    evidence: { ...state, judged: new Map([...state.judged, ...judged]) },
    outcomes,
    provenances: new Map(
      [...loaded.results.values()]
        .filter(({ outcome }) => outcome.profile === profile)
        .map(({ provenance }) => [provenance.id, provenance]),
    ),
    measurements: measurementsOf(loaded),
    freshness: new Map([...loaded.configs.keys()].map((id) => [id, freshnessOf(id)])),
    judged,
    maturity,
    findings,
  };
}

/** Loads a root, judges its claims and prepares every page, in English or as a reader of Chinese sees it. */
export function createSiteModel(root: string, locale: Locale = 'en'): SiteModel {
  return modelOf(createContext(createBase(resolve(root)), locale));
}

function modelOf(context: SiteContext): SiteModel {
  const { loaded, judged } = context;
  const claims = new Map([...judged.values()].map((one) => [one.id, claimView(context, one)]));
  const figures = new Map([...loaded.figures].map(([id, entry]) => [id, figureView(context, entry)]));
  const known = {
    downstream: downstreamOf(context),
    claims: groupBy(claims.values(), ({ id }) => judged.get(id)?.experiments ?? []),
    figures: groupBy(figures.values(), ({ experiment }) => [experiment.id]),
  };
  const ids = [...new Set([...loaded.experiments.keys(), ...loaded.configs.keys()])].sort();
  const experiments = lazyMap(ids, (id) => experimentView(context, id, known));
  const datasets = lazyMap(loaded.datasets.keys(), (id) => datasetView(context, id, experiments));
  const tracks = lazyMap(loaded.tracks.keys(), (id) => trackView(context, id, { claims, experiments, figures }));
  let layers: Layers | null = null;
  return {
    context,
    tracks,
    claims,
    experiments,
    datasets,
    figures,
    leaderboards: suiteViews(context),
    get layers() {
      return (layers ??= layersOf(context, { claims, experiments }));
    },
  };
}

/** What is read once for all languages. */
interface Base {
  /** With all that is private. */
  full: LoadedRoot;
  hidden: Hidden;
  /** What the public may see of it. */
  loaded: LoadedRoot;
  evidence: PublicEvidence;
}

interface Kept {
  paperFactorySite?: { root: string; base: Base; models: Map<Locale, SiteModel> };
}

/**
 * The model of the root named by `PAPER_FACTORY_ROOT` (else the working folder), made once per process and language.
 * Astro loads this module several times, so the model is kept where all of them find it; `forgetModel` drops it
 * for each build, and when a file of the root changes.
 * @param current Astro's `currentLocale`.
 */
export function siteModel(current?: string): SiteModel {
  const kept = globalThis as Kept;
  const root = resolve(process.env.PAPER_FACTORY_ROOT ?? '.');
  if (kept.paperFactorySite?.root !== root) {
    kept.paperFactorySite = { root, base: createBase(root), models: new Map() };
  }
  const { base, models } = kept.paperFactorySite;
  const locale = localeOf(current);
  const model = models.get(locale) ?? modelOf(createContext(base, locale));
  models.set(locale, model);
  return model;
}
