import type { Track } from '@paper-factory/runners/schema';
import { answerOf, judgedOf } from './answers.ts';
import type { QuestionView } from './decisions.ts';
import type { EvidenceState } from './state.ts';

/**
 * A question with its answer: the author's decision, else that of the one option whose claim is verified, once the claims
 * of all others are falsified.
 */
export function questionView(question: Track['questions'][number], state: EvidenceState): QuestionView {
  const options = question.options.map((option) =>
    typeof option === 'string'
      ? { text: option, claim: null }
      : { text: option.text, claim: (option.claim && state.judged.get(option.claim)) || null },
  );
  const holding = options.filter(({ claim }) => answerOf(claim) === 'yes');
  const isClosed = options.every(({ claim }) => claim === null || answerOf(claim) !== 'unknown');
  const computed = holding.length === 1 && isClosed ? holding[0].text : null;
  const { id, text, decision, because, blocking, experiment } = question;
  return {
    id,
    text,
    state: decision !== undefined ? 'decided' : computed !== null ? 'computed' : 'open',
    answer: decision ?? computed,
    because: because ?? null,
    claims: judgedOf(question.claims, state),
    options,
    blocking,
    experiment: experiment ?? null,
  };
}
