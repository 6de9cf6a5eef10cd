import type { Track } from '@paper-factory/runners/schema';
import { allOf, type Answer, answerOf, inWords, judgedOf } from './answers.ts';
import type { CriterionView, DecisionView, GateView, QuestionView } from './decisions.ts';
import { passes } from './gates.ts';
import type { EvidenceState } from './state.ts';

type Decision = Track['decisions'][number];

const states: Record<Answer, CriterionView['state']> = { yes: 'met', no: 'failed', unknown: 'pending' };

/** What one criterion goes by, with its answer and why; what the source states counts where nothing is computed. */
function criterionView(
  { text, claims: ids, gate: gateId, question: questionId, stated }: Decision['criteria'][number],
  gateOf: (id: string | undefined) => GateView | null,
  questions: readonly QuestionView[],
  state: EvidenceState,
): CriterionView {
  const claims = judgedOf(ids, state);
  const gate = gateOf(gateId);
  const question = questions.find(({ id }) => id === questionId);
  const grounds: [Answer, string][] = [
    ...(claims.length > 0 ? [[allOf(claims.map(answerOf)), inWords(claims)] as [Answer, string]] : []),
    ...(gate ? [[passes(gate), `gate "${gate.text}": ${gate.band}`] as [Answer, string]] : []),
    ...(question
      ? [
          [question.state === 'open' ? 'unknown' : 'yes', `question "${question.text}": ${question.state}`] as [
            Answer,
            string,
          ],
        ]
      : []),
  ];
  if (grounds.length === 0) {
    return {
      text,
      claims,
      state: stated ?? 'pending',
      why: stated ? `as the source states: ${stated}` : 'nothing computes it',
    };
  }
  return {
    text,
    claims,
    state: states[allOf(grounds.map(([answer]) => answer))],
    why: grounds.map(([, why]) => why).join('; '),
  };
}

/** A go or no-go: go when all criteria are met, no-go when one failed, else conditional on those pending. */
export function decisionView(
  { id, title, criteria, reported, note }: Decision,
  gateOf: (id: string | undefined) => GateView | null,
  questions: readonly QuestionView[],
  state: EvidenceState,
): DecisionView {
  const views = criteria.map((criterion) => criterionView(criterion, gateOf, questions, state));
  const pending = views.filter((one) => one.state === 'pending').map(({ text }) => text);
  const failed = views.some((one) => one.state === 'failed');
  return {
    id,
    title,
    state: failed ? 'no-go' : pending.length > 0 ? 'conditional' : 'go',
    criteria: views,
    pending,
    reported: reported ?? null,
    note: note ?? null,
  };
}
