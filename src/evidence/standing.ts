import { answerOf, judgedOf } from './answers.ts';
import type { EvidenceState } from './state.ts';

/** How a principle, or a finding of a hub, stands by its claims. */
export interface Standing {
  /** holds: all verified; fails: one does not hold, or one against it does; partly: some verified; open: none judged. */
  state: 'holds' | 'partly' | 'fails' | 'open';
  verified: number;
  /** Falsified, contested or blocked. */
  failed: number;
  /** Not judged yet, or calibrated. */
  open: number;
  /** Claims against it that are verified. */
  against: number;
  of: number;
}

const failing: ReadonlySet<string> = new Set(['falsified', 'contested', 'blocked']);

/** The standing of what rests on these claims; ids that nothing has are told elsewhere. */
export function standingOf(
  { claims: ids, against = [] }: { claims: readonly string[]; against?: readonly string[] },
  state: Pick<EvidenceState, 'judged'>,
): Standing {
  const claims = judgedOf(ids, state);
  const verified = claims.filter((one) => answerOf(one) === 'yes').length;
  const failed = claims.filter(({ verdict }) => failing.has(verdict)).length;
  const opposed = judgedOf(against, state).filter((one) => answerOf(one) === 'yes').length;
  const counts = { verified, failed, open: claims.length - verified - failed, against: opposed, of: claims.length };
  if (failed > 0 || opposed > 0) return { state: 'fails', ...counts };
  if (verified === 0) return { state: 'open', ...counts };
  return { state: verified === claims.length ? 'holds' : 'partly', ...counts };
}
