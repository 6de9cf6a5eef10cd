import type { UiText } from '../text/words.ts';
import type { ExperimentView } from './experiment.ts';

/** Where the work on an experiment stands: the author's word, corrected by what was executed. */
export type WorkState = 'planned' | 'running' | 'done' | 're-execute' | 'abandoned';

export const workStates: Record<WorkState, { label: UiText; means: UiText }> = {
  planned: { label: 'planned', means: 'nothing has been executed' },
  running: { label: 'running', means: 'under way, by its author' },
  done: { label: 'done', means: 'a result is committed and follows from its config' },
  're-execute': { label: 'to be re-executed', means: 'done once; its result is stale or not committed' },
  abandoned: { label: 'abandoned', means: 'given up, by its author' },
};

type Known = Pick<ExperimentView, 'status' | 'outcome' | 'freshness'>;

export function workState({ status, outcome, freshness }: Known): WorkState {
  if (status === 'abandoned' || status === 'running') return status;
  if (outcome) return freshness.status === 'fresh' ? 'done' : 're-execute';
  return status === 'done' ? 're-execute' : 'planned';
}
