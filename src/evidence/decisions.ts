import type { DecisionTree, TrackGate, TriggerTable } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { acceptanceView, triggerView } from './decision-tables.ts';
import { gateView } from './gates.ts';
import { decisionView } from './go-no-go.ts';
import { questionView } from './questions.ts';
import type { EvidenceState } from './state.ts';
import { treeView } from './trees.ts';
import type { Judged } from './types.ts';

/** A gate with the band that the executed metric lies in, or that its claims decide. */
export interface GateView {
  id: string;
  text: string;
  when: string | null;
  /** `open`: nothing executed decides it yet. */
  band: 'excellent' | 'good' | 'fail' | 'open';
  value: number | null;
  /** Canonical address of the metric, or null where claims decide. */
  address: string | null;
  reason: string;
  claims: Judged[];
  /** Experiment that measures it, executed or planned. */
  experiment: string | null;
  /** As written: bands, the source's print, note. */
  gate: TrackGate;
}

export interface TreeNodeView {
  id: string;
  kind: DecisionTree['nodes'][number]['kind'];
  text: string;
  /** Condition: yes, no or unknown. Action: done or todo. Outcome: yes where executed evidence leads to it, else unknown. */
  state: 'yes' | 'no' | 'unknown' | 'done' | 'todo';
  /** The open branch leads here, and does not end before. */
  onPath: boolean;
  unless: boolean;
  claim: Judged | null;
  gate: GateView | null;
  experiment: string | null;
}

export interface TreeView {
  id: string;
  title: string;
  note: string | null;
  nodes: TreeNodeView[];
  /** `open`: true on the open branch, false where it is closed, null where that is not known yet. */
  edges: { from: string; to: string; open: boolean | null }[];
  /** Conditions at which the open branch stops, since nothing decides them yet. */
  open: string[];
  tree: DecisionTree;
}

export interface TriggerView {
  id: string;
  title: string;
  note: string | null;
  rows: (Omit<TriggerTable['rows'][number], 'claims'> & {
    claims: Judged[];
    /** triggered: one of its claims holds; quiet: none does; open: not decided. */
    state: 'triggered' | 'quiet' | 'open';
  })[];
}

export interface AcceptanceView {
  id: string;
  title: string;
  note: string | null;
  rows: {
    criterion: string;
    claim: Judged | null;
    required: boolean;
    reported: string | null;
    note: string | null;
    state: 'met' | 'failed' | 'open';
  }[];
  /** Over the rows that are required. */
  state: 'met' | 'failed' | 'open';
}

export interface CriterionView {
  text: string;
  state: 'met' | 'pending' | 'failed';
  /** Whether executed evidence decides it, and not the word of a source or an author alone. */
  isExecuted: boolean;
  why: string;
  claims: Judged[];
}

/** A go or no-go. */
export interface DecisionView {
  id: string;
  title: string;
  /**
   * go: every criterion is met, one of them by executed evidence at least; no-go: one failed; else conditional on what is
   * pending.
   */
  state: 'go' | 'conditional' | 'no-go';
  criteria: CriterionView[];
  /** Criteria that are pending, or that only the source's word meets where nothing executed meets any. */
  pending: string[];
  reported: string | null;
  note: string | null;
}

export interface QuestionView {
  id: string;
  text: string;
  /** decided: by the author; computed: the claim of one option is verified and those of all others falsified; open: neither. */
  state: 'decided' | 'computed' | 'open';
  answer: string | null;
  because: string | null;
  /** Claims that the decision rests on. */
  claims: Judged[];
  options: { text: string; claim: Judged | null }[];
  blocking: boolean;
  experiment: string | null;
}

/** Everything of a track that is decided by evidence. */
export interface DecisionsOfTrack {
  gates: GateView[];
  trees: TreeView[];
  triggers: TriggerView[];
  acceptance: AcceptanceView[];
  decisions: DecisionView[];
  questions: QuestionView[];
}

/** Computes the states of a track's gates, trees, tables, decisions and questions, each list in the order of its file. */
export function decisionsOf(
  letter: string,
  loaded: Pick<LoadedRoot, 'tracks' | 'decisions'>,
  state: EvidenceState,
): DecisionsOfTrack {
  const track = loaded.tracks.get(letter)?.data;
  const entry = loaded.decisions.get(letter);
  const gates = (entry?.gates ?? []).map((gate) => gateView(gate, state));
  const gateOf = (id: string | undefined): GateView | null => gates.find((gate) => gate.id === id) ?? null;
  const questions = (track?.questions ?? []).map((question) => questionView(question, state));
  return {
    gates,
    trees: (entry?.trees ?? []).map((tree) => treeView(tree, gateOf, state)),
    triggers: (entry?.triggers ?? []).map((table) => triggerView(table, state)),
    acceptance: (entry?.acceptance ?? []).map((table) => acceptanceView(table, state)),
    decisions: (track?.decisions ?? []).map((decision) => decisionView(decision, gateOf, questions, state)),
    questions,
  };
}
