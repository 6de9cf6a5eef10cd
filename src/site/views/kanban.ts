import type { ExperimentView } from './experiment.ts';
import { workState, workStates, type WorkState } from './work-state.ts';

export interface KanbanCard {
  experiment: ExperimentView;
  letters: string[];
  /** Claims bound to it that no run has judged: they wait for it. */
  waiting: number;
}

export interface KanbanColumn {
  state: WorkState;
  label: string;
  means: string;
  total: number;
  suites: { suite: string; cards: KanbanCard[] }[];
}

const order: WorkState[] = ['planned', 'running', 're-execute', 'done', 'abandoned'];

/** How many claims a run of the experiment would let be judged. */
export const waitingClaims = ({ claims, outcome }: Pick<ExperimentView, 'claims' | 'outcome'>): number =>
  outcome ? 0 : claims.filter(({ verdict }) => verdict === 'unexecuted').length;

/** Letters of the tracks that an experiment belongs to, by its log or by the claims that rest on it. */
export function trackLetters({ log, claims }: Pick<ExperimentView, 'log' | 'claims'>): string[] {
  return [...new Set([...(log?.tracks ?? []), ...claims.map(({ track }) => track)])].sort();
}

/** Every experiment in the column of its state; in a suite, those for which most claims wait come first. */
export function kanbanColumns(experiments: Iterable<ExperimentView>): KanbanColumn[] {
  const cards = [...experiments].map((experiment) => ({
    experiment,
    state: workState(experiment),
    letters: trackLetters(experiment),
    waiting: waitingClaims(experiment),
  }));
  return order.map((state) => {
    const inColumn = cards.filter((card) => card.state === state).sort((a, b) => b.waiting - a.waiting);
    const suites = [...new Set(inColumn.map(({ experiment }) => experiment.suite))].sort();
    return {
      state,
      ...workStates[state],
      total: inColumn.length,
      suites: suites.map((suite) => ({
        suite,
        cards: inColumn.filter(({ experiment }) => experiment.suite === suite),
      })),
    };
  });
}
