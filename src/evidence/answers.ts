import type { EvidenceState } from './state.ts';
import type { Judged } from './types.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/**
 * What a claim says to a decision. Only a clear verdict decides: contested and blocked claims do not, nor does what the
 * simulator was fitted to.
 */
export function answerOf(judged: Judged | null | undefined): Answer {
  if (judged?.verdict === 'falsified') return 'no';
  return judged?.verdict === 'verified' && !judged.calibration ? 'yes' : 'unknown';
}

/** All must hold: `no` where one does not. Nothing said is unknown. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.length > 0 && answers.every((answer) => answer === 'yes') ? 'yes' : 'unknown';
}

/** The claims of a list, judged; ids that nothing has are told elsewhere. */
export function judgedOf(ids: readonly string[], { judged }: Pick<EvidenceState, 'judged'>): Judged[] {
  return ids.flatMap((id) => judged.get(id) ?? []);
}

/** Claims with their verdicts, in words: `A-x is verified, A-y is falsified`. */
export const inWords = (claims: readonly Judged[]): string =>
  claims.map(({ id, verdict, calibration }) => `${id} is ${calibration ? 'calibrated' : verdict}`).join(', ');
