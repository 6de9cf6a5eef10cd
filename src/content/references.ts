import {
  type Claim,
  type Dataset,
  type ExperimentConfig,
  type ExperimentLog,
  parseAddress,
} from '@paper-factory/runners/schema';
import type { DataPath } from './types.ts';

/** Collections and files whose ids fields name; `config` is an experiment that can be run, `gate` and `question` a track's. */
export type ReferenceKind =
  | 'experiment'
  | 'config'
  | 'track'
  | 'claim'
  | 'source'
  | 'hub'
  | 'roadmap'
  | 'card'
  | 'principle'
  | 'dataset'
  | 'session'
  | 'note'
  | 'guide'
  | 'repository'
  | 'gate'
  | 'question'
  | 'milestone';

/** One id that a field names. */
export interface Reference {
  kind: ReferenceKind;
  /** Of a gate, a question or a milestone: `<owner>/<id>`. */
  id: string;
  path: DataPath;
}

export const many = (kind: ReferenceKind, ids: readonly string[], ...path: DataPath): Reference[] =>
  ids.map((id, i) => ({ kind, id, path: [...path, i] }));

export const one = (kind: ReferenceKind, id: string | null | undefined, ...path: DataPath): Reference[] =>
  id ? [{ kind, id, path }] : [];

/** A number can only come from what can be executed, so an address names a config. */
export const address = (text: unknown, ...path: DataPath): Reference[] =>
  typeof text === 'string' ? [{ kind: 'config', id: parseAddress(text).experiment, path }] : [];

/** `<experiment>/<figure>`: only the experiment must exist; whether the figure is drawn is a state. */
export const figureReference = (text: string | undefined, ...path: DataPath): Reference[] =>
  text && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(text) ? one('experiment', text.split('/')[0], ...path) : [];

/** Where the source study has a text. */
export const originReferences = ({ origin, reported }: Pick<Dataset, 'origin' | 'reported'>): Reference[] => [
  ...origin.flatMap(({ repository, document }, i) => [
    ...one('repository', repository, 'origin', i, 'repository'),
    ...one('source', document, 'origin', i, 'document'),
  ]),
  ...reported.flatMap(({ source }, i) => one('source', source, 'reported', i, 'source')),
];

export const referencesOfConfig = (config: ExperimentConfig): Reference[] =>
  many('config', config.upstream, 'upstream');

export const referencesOfLog = (log: ExperimentLog): Reference[] => [
  ...one('config', log.config, 'config'),
  ...many('track', log.tracks, 'tracks'),
  ...many('experiment', log.upstream, 'upstream'),
  ...many('experiment', log.dependsOn, 'dependsOn'),
  ...many('experiment', log.supersedes, 'supersedes'),
  ...log.hypotheses.flatMap(({ claims }, i) => many('claim', claims, 'hypotheses', i, 'claims')),
  ...log.metrics.flatMap(({ metric }, i) => address(metric, 'metrics', i, 'metric')),
  ...log.acceptance.flatMap(({ metric }, i) => address(metric, 'acceptance', i, 'metric')),
  ...originReferences(log),
];

export const referencesOfDataset = (dataset: Dataset): Reference[] => [
  ...one('experiment', dataset.experiment, 'experiment'),
  ...many('track', dataset.tracks, 'tracks'),
  ...one('dataset', dataset.standIn, 'standIn'),
  ...originReferences(dataset),
];

/** Fields of claims that hold an address, or a number. */
const operands = ['metric', 'bound', 'left', 'right', 'numerator', 'denominator'];

export const referencesOfClaim = (claim: Claim): Reference[] => [
  ...operands.flatMap((field) => address((claim as Record<string, unknown>)[field], field)),
  ...one('experiment', claim.experiment, 'experiment'),
  ...many('claim', claim.restsOn, 'restsOn'),
  ...many('claim', claim.conflictsWith, 'conflictsWith'),
  ...one('source', claim.source?.document, 'source', 'document'),
];
