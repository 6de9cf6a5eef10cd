import type { Track } from '@paper-factory/runners/schema';
import type { EvidenceState } from './state.ts';

export type FigureState = 'generated' | 'stale' | 'planned';
export type ExecutionState = 'done' | 'stale' | 'open';
export type ItemState = 'closed' | 'open';

type Known = Pick<EvidenceState, 'outcomes' | 'freshness' | 'figures' | 'judged'>;

/** A figure is there, was drawn from an old result, or is only planned. */
export function figureState(figure: string | undefined, state: Known): FigureState {
  if (!figure || !state.figures.has(figure)) return 'planned';
  const freshness = state.freshness[figure.split('/')[0]];
  return freshness && freshness.status !== 'fresh' ? 'stale' : 'generated';
}

/** An experiment was re-executed, was so with other code or config, or not at all. */
export function executionState(experiment: string | undefined, state: Known): ExecutionState {
  const outcome = experiment === undefined ? undefined : state.outcomes.get(experiment);
  if (!outcome || outcome.status === 'diverged') return 'open';
  const freshness = state.freshness[outcome.id];
  if (!freshness || freshness.status === 'fresh') return 'done';
  return freshness.status === 'stale' ? 'stale' : 'open';
}

/** A risk is closed when claims speak for it and all of them are resolved as expected. */
export function riskState(risk: Track['risks'][number], state: Known): ItemState {
  const closed = risk.claims.length > 0 && risk.claims.every((id) => state.judged.get(id)?.asExpected);
  return closed ? 'closed' : 'open';
}

/** Missing information is closed when the figure and the run that it asks for are there. */
export function missingState(item: Track['missing'][number], state: Known): ItemState {
  if (!item.figure && !item.experiment) return 'open';
  const drawn = !item.figure || figureState(item.figure, state) === 'generated';
  const run = !item.experiment || executionState(item.experiment, state) === 'done';
  return drawn && run ? 'closed' : 'open';
}

/** The computed states of a track's plans, each list in the order of the front matter. */
export interface TrackStates {
  figures: FigureState[];
  minimalRepro: ExecutionState[];
  risks: ItemState[];
  missing: ItemState[];
}

export function trackStates(track: Track, state: Known): TrackStates {
  return {
    figures: track.figures.map(({ figure }) => figureState(figure, state)),
    minimalRepro: track.minimalRepro.map(({ experiment }) => executionState(experiment, state)),
    risks: track.risks.map((risk) => riskState(risk, state)),
    missing: track.missing.map((item) => missingState(item, state)),
  };
}
