import type { Claim } from '@paper-factory/runners/schema';
import { shown, subjectOf } from './judge-relation.ts';
import type { Sentence } from './judge-value.ts';
import { dustless, formatPlain, isWithin } from './numbers.ts';
import { type Side, tellingDigits } from './operands.ts';
import { byMeasurement, pairSeeds } from './pairs.ts';
import { verdictOf } from './vote.ts';

type IdentityClaim = Extract<Claim, { kind: 'identity' }>;

/** How far the left side may be from the right one. */
function toleranceAt(tolerance: IdentityClaim['tolerance'], right: number): number {
  if (!tolerance) return 0;
  return 'absolute' in tolerance ? tolerance.absolute : tolerance.relative * Math.abs(right);
}

/** Whether two numbers are the same, or as near as the claim declares; the dust of sums does not count. */
function isSame(left: number, right: number, tolerance: IdentityClaim['tolerance']): boolean {
  if (!tolerance) return dustless(left) === dustless(right);
  return isWithin(left, right, toleranceAt(tolerance, right));
}

/** The size of a difference, in two significant digits. */
const formatSize = (size: number): string => String(Number(size.toPrecision(2)));

/** Judges that two numbers are the same, for every seed and every measurement. */
export function judgeIdentity({ tolerance }: IdentityClaim, [left, right]: Side[]): Sentence {
  const limit = toleranceAt(tolerance, right.value);
  const telling = [left.value, right.value, right.value - limit, right.value + limit];
  const digits = tellingDigits(telling, Math.max(left.digits ?? 0, right.digits ?? 0));
  const within = tolerance ? ` ± ${formatPlain(limit)}` : '';
  const sentence = verdictOf({
    subject: subjectOf([left, right]),
    test: `${shown(left, digits)} = ${shown(right, digits)}${within}`,
    holds: isSame(left.value, right.value, tolerance),
    seeds: pairSeeds(left, right).map((one) => ({ seed: one.seed, holds: isSame(one.left, one.right, tolerance) })),
    measurements: byMeasurement([left, right]).map(({ by, values: [a, b] }) => ({
      by,
      holds: isSame(a, b, tolerance),
    })),
  });
  const away = Math.abs(left.value - right.value);
  const differ = tolerance || sentence.verdict === 'verified' ? '' : ` They differ by ${formatSize(away)}.`;
  const isNothing = tolerance && 'relative' in tolerance && limit === 0;
  const nothing = isNothing ? ` ${formatPlain(100 * tolerance.relative)}% of 0 leaves no tolerance; declare one.` : '';
  return { ...sentence, reason: `${sentence.reason}${differ}${nothing}` };
}
