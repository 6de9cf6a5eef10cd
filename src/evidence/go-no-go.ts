import type { Track } from '@paper-factory/runners/schema';
import { allOf, type Answer, answerOf, inWords, judgedOf } from './answers.ts';
import type { CriterionView, DecisionView, GateView, QuestionView } from './decisions.ts';
import { passes } from './gates.ts';
import { isJudged } from './judge.ts';
import type { EvidenceState } from './state.ts';

type Decision = Track['decisions'][number];

const states: Record<Answer, CriterionView['state']> = { yes: 'met', no: 'failed', unknown: 'pending' };

/** What a ground says, in words, and whether executed evidence says it. */
interface Ground {
  answer: Answer;
  why: string;
  isExecuted: boolean;
}

/** What a question says: answered counts, unless its author decided on claims of which none was ever tested. */
function groundOf({ text, state, claims }: QuestionView): Ground {
  const isTested = claims.some(({ verdict }) => isJudged(verdict));
  if (state === 'decided' && claims.length > 0 && !isTested) {
    const why = `question "${text}": decided by the author, not executed (${inWords(claims)})`;
    return { answer: 'unknown', why, isExecuted: false };
  }
  const answer = state === 'open' ? 'unknown' : 'yes';
  return { answer, why: `question "${text}": ${state}`, isExecuted: state === 'computed' || isTested };
}

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
  const grounds: Ground[] = [
    ...(claims.length > 0 ? [{ answer: allOf(claims.map(answerOf)), why: inWords(claims), isExecuted: true }] : []),
    ...(gate ? [{ answer: passes(gate), why: `gate "${gate.text}": ${gate.band}`, isExecuted: true }] : []),
    ...(question ? [groundOf(question)] : []),
  ];
  if (grounds.length === 0) {
    return {
      text,
      claims,
      state: stated ?? 'pending',
      isExecuted: false,
      why: stated ? `as the source states: ${stated}` : 'nothing computes it',
    };
  }
  return {
    text,
    claims,
    state: states[allOf(grounds.map(({ answer }) => answer))],
    isExecuted: grounds.some(({ isExecuted }) => isExecuted),
    why: grounds.map(({ why }) => why).join('; '),
  };
}

/**
 * A go or no-go: go when all criteria are met, no-go when one failed, else conditional on those pending. Nobody goes on
 * the word of a source alone: what no execution meets stays pending.
 */
export function decisionView(
  { id, title, criteria, reported, note }: Decision,
  gateOf: (id: string | undefined) => GateView | null,
  questions: readonly QuestionView[],
  state: EvidenceState,
): DecisionView {
  const views = criteria.map((criterion) => criterionView(criterion, gateOf, questions, state));
  const failed = views.some((one) => one.state === 'failed');
  const isGrounded = failed || views.some((one) => one.state === 'met' && one.isExecuted);
  const pending = views.filter((one) => one.state === 'pending' || !isGrounded).map(({ text }) => text);
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
