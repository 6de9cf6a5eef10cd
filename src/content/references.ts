import { type Claim, type Dataset, type ExperimentLog, parseAddress, type Track } from '@paper-factory/runners/schema';
import type { DataPath } from './types.ts';

export type ReferenceKind = 'experiment' | 'config' | 'track' | 'claim' | 'source';

/** One id that a field names. */
export interface Reference {
  kind: ReferenceKind;
  id: string;
  path: DataPath;
}

const many = (kind: ReferenceKind, ids: readonly string[], ...path: DataPath): Reference[] =>
  ids.map((id, i) => ({ kind, id, path: [...path, i] }));

const one = (kind: ReferenceKind, id: string | null | undefined, ...path: DataPath): Reference[] =>
  id ? [{ kind, id, path }] : [];

/** A number can only come from what can be executed, so an address names a config. */
const address = (text: unknown, ...path: DataPath): Reference[] =>
  typeof text === 'string' ? [{ kind: 'config', id: parseAddress(text).experiment, path }] : [];

/** `<experiment>/<figure>`: only the experiment must exist; whether the figure is drawn is a state. */
export const figureReference = (text: string | undefined, ...path: DataPath): Reference[] =>
  text && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(text) ? one('experiment', text.split('/')[0], ...path) : [];

export const referencesOfLog = (log: ExperimentLog): Reference[] => [
  ...one('config', log.config, 'config'),
  ...many('track', log.tracks, 'tracks'),
  ...many('experiment', log.upstream, 'upstream'),
  ...many('experiment', log.dependsOn, 'dependsOn'),
  ...many('experiment', log.supersedes, 'supersedes'),
  ...log.metrics.flatMap(({ metric }, i) => address(metric, 'metrics', i, 'metric')),
  ...log.acceptance.flatMap(({ metric }, i) => address(metric, 'acceptance', i, 'metric')),
];

export const referencesOfTrack = (track: Track): Reference[] => [
  ...many('claim', track.thesisClaims, 'thesisClaims'),
  ...many('claim', track.otherClaims, 'otherClaims'),
  ...track.contributions.flatMap(({ claims }, i) => many('claim', claims, 'contributions', i, 'claims')),
  ...track.evidence.flatMap(({ experiment }, i) => one('experiment', experiment, 'evidence', i, 'experiment')),
  ...track.figures.flatMap(({ figure, claims }, i) => [
    ...figureReference(figure, 'figures', i, 'figure'),
    ...many('claim', claims, 'figures', i, 'claims'),
  ]),
  ...track.minimalRepro.flatMap(({ experiment }, i) => one('experiment', experiment, 'minimalRepro', i, 'experiment')),
  ...track.risks.flatMap(({ claims }, i) => many('claim', claims, 'risks', i, 'claims')),
  ...track.missing.flatMap(({ experiment, figure }, i) => [
    ...one('experiment', experiment, 'missing', i, 'experiment'),
    ...figureReference(figure, 'missing', i, 'figure'),
  ]),
  ...track.keyNumbers.flatMap(({ metric }, i) => address(metric, 'keyNumbers', i, 'metric')),
  ...one('source', track.opinion?.source, 'opinion', 'source'),
];

export const referencesOfDataset = (dataset: Dataset): Reference[] => [
  ...one('experiment', dataset.experiment, 'experiment'),
  ...many('track', dataset.tracks, 'tracks'),
];

/** Fields of claims that hold an address, or a number. */
const operands = ['metric', 'bound', 'left', 'right', 'numerator', 'denominator'];

export const referencesOfClaim = (claim: Claim): Reference[] => [
  ...operands.flatMap((field) => address((claim as Record<string, unknown>)[field], field)),
  ...many('claim', claim.conflictsWith, 'conflictsWith'),
  ...one('source', claim.source?.document, 'source', 'document'),
];
