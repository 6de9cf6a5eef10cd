import type { Dataset } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { formatMetric, withUnit } from './numbers.ts';
import type { EvidenceState } from './state.ts';
import { claimsOf } from './state.ts';
import { executionState, figureState } from './track-states.ts';
import type { Judged } from './types.ts';

export type MapKind = 'contribution' | 'claim' | 'experiment' | 'metric' | 'figure' | 'config' | 'dataset';

export interface MapNode {
  /** `<kind>:<key>`, unique in the map. */
  id: string;
  kind: MapKind;
  /** What the kind is named by: contribution number, claim id, experiment id, address, figure, dataset id. */
  key: string;
  label: string;
  /** Verdict of a claim; `done | stale | open`, `generated | stale | planned` of what is executed; else empty. */
  state: string;
}

export interface MapEdge {
  from: string;
  to: string;
  /** `planned`: the far end is not executed or drawn yet. `broken`: it does not exist. */
  state: 'ok' | 'planned' | 'broken';
}

/** A track's evidence, contribution to dataset. */
export interface EvidenceMap {
  track: string;
  nodes: MapNode[];
  edges: MapEdge[];
  /** Claims that no contribution lists. */
  loose: string[];
}

/** Collects nodes and edges, each once, in the order in which they are met. */
class Builder {
  readonly nodes = new Map<string, MapNode>();
  readonly edges = new Map<string, MapEdge>();

  node(kind: MapKind, key: string, label: string, state = ''): string {
    const id = `${kind}:${key}`;
    if (!this.nodes.has(id)) this.nodes.set(id, { id, kind, key, label, state });
    return id;
  }

  edge(from: string, to: string, state: MapEdge['state'] = 'ok'): void {
    this.edges.set(`${from} ${to}`, { from, to, state });
  }
}

/**
 * Datasets that an experiment reads: those whose card is executed by it or upstream of it, and data that lies here
 * without a run for the whole suite. None for an experiment without a config.
 */
export function datasetsOf(id: string, loaded: Pick<LoadedRoot, 'configs' | 'datasets'>): Dataset[] {
  const suite = loaded.configs.get(id)?.config.suite;
  if (suite === undefined) return [];
  const upstream = upstreamOf(id, loaded);
  return [...loaded.datasets.values()]
    .map(({ data }) => data)
    .filter(({ experiment, state, suite: own }) =>
      experiment === undefined ? state === 'here' && own === suite : upstream.has(experiment),
    );
}

/** Config and datasets of an experiment. */
function addConfig(map: Builder, from: string, id: string, loaded: LoadedRoot): void {
  const entry = loaded.configs.get(id);
  const config = map.node('config', id, entry ? entry.file : id);
  map.edge(from, config, entry ? 'ok' : 'broken');
  if (!entry) return;
  for (const data of datasetsOf(id, loaded)) map.edge(config, map.node('dataset', data.id, data.title));
}

/** An experiment and everything upstream of it. */
function upstreamOf(id: string, { configs }: Pick<LoadedRoot, 'configs'>): Set<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(configs.get(next)?.config.upstream ?? []));
  }
  return seen;
}

function addExperiment(map: Builder, claim: string, id: string, loaded: LoadedRoot, state: EvidenceState): string {
  const title = loaded.experiments.get(id)?.data.title ?? loaded.configs.get(id)?.config.title ?? id;
  const executed = executionState(id, state);
  const node = map.node('experiment', id, title, executed);
  const exists = loaded.configs.has(id) || loaded.experiments.has(id);
  map.edge(claim, node, !exists ? 'broken' : executed === 'open' ? 'planned' : 'ok');
  return node;
}

function addClaim(map: Builder, from: string | null, judged: Judged, loaded: LoadedRoot, state: EvidenceState): void {
  const claim = map.node('claim', judged.id, judged.claim.statement, judged.verdict);
  if (from) map.edge(from, claim);
  const experiments = judged.experiments.map((id) => [id, addExperiment(map, claim, id, loaded, state)] as const);
  const metrics = new Set<string>();
  for (const { address, metric, value } of judged.operands) {
    if (!address || !metric) continue;
    const id = address.split('/')[0];
    const label = `${metric.name} = ${withUnit(formatMetric(metric, value), metric.unit)}`;
    const node = map.node('metric', address, label, executionState(id, state));
    map.edge(`experiment:${id}`, node);
    addConfig(map, node, id, loaded);
    metrics.add(id);
  }
  // Without a number yet, the way goes from the experiment straight to its config.
  for (const [id, node] of experiments) if (!metrics.has(id)) addConfig(map, node, id, loaded);
}

/** Figures of a track's plan hang on the experiment that draws them, and below the claims that they show. */
function addFigures(map: Builder, letter: string, loaded: LoadedRoot, state: EvidenceState): void {
  for (const { figure, title, claims } of loaded.tracks.get(letter)?.data.figures ?? []) {
    if (!figure) continue;
    const [id] = figure.split('/');
    const drawn = figureState(figure, state);
    const node = map.node('figure', figure, title, drawn);
    for (const claim of claims.filter((one) => state.judged.has(one) && map.nodes.has(`claim:${one}`))) {
      addExperiment(map, `claim:${claim}`, id, loaded, state);
    }
    if (!map.nodes.has(`experiment:${id}`)) continue;
    map.edge(`experiment:${id}`, node, drawn === 'planned' ? 'planned' : 'ok');
    addConfig(map, node, id, loaded);
  }
}

/** The evidence map of a track: contribution, claim, experiment, metric or figure, config, dataset; edges checked. */
export function evidenceMap(letter: string, loaded: LoadedRoot, state: EvidenceState): EvidenceMap {
  const map = new Builder();
  const listed = new Set<string>();
  const claims = claimsOf(letter, state);
  for (const { n, text, claims: ids } of loaded.tracks.get(letter)?.data.contributions ?? []) {
    const contribution = map.node('contribution', String(n), text);
    const own = claims.filter(({ claim }) => claim.contribution === n).map(({ id }) => id);
    for (const id of new Set([...ids, ...own])) {
      const judged = state.judged.get(id);
      listed.add(id);
      if (judged) addClaim(map, contribution, judged, loaded, state);
      else map.edge(contribution, map.node('claim', id, id), 'broken');
    }
  }
  const loose = claims.filter(({ id }) => !listed.has(id));
  for (const judged of loose) addClaim(map, null, judged, loaded, state);
  addFigures(map, letter, loaded, state);
  return {
    track: letter,
    nodes: [...map.nodes.values()],
    edges: [...map.edges.values()],
    loose: loose.map(({ id }) => id),
  };
}
