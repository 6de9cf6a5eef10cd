import type { Side } from './operands.ts';

/** Coverage of the intervals that resamples give. */
const level = 0.95;

/** A quantile between the two nearest order statistics. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

export interface Interval {
  low: number;
  high: number;
  /** Resamples that it rests on. */
  count: number;
}

/** The middle 95% of replicates. */
export function intervalOf(replicates: readonly number[]): Interval {
  const sorted = [...replicates].sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), count: sorted.length };
}

/**
 * The bootstrap replicates of several sides where they are paired: kept for each, equally many, of one outcome, which
 * draws its resamples once. Else null.
 */
export function pairedReplicates(sides: readonly Side[]): (readonly number[])[] | null {
  const kept = sides.map(({ found }) => (found && found.seed === null ? found.metric.resamples : undefined));
  const [first] = kept;
  const outcome = sides[0]?.found?.outcome;
  if (!first || first.length < 2 || sides.some(({ found }) => found?.outcome !== outcome)) return null;
  return kept.every((one) => one?.length === first.length) ? (kept as number[][]) : null;
}

/** The paired 95% interval of the difference of two sides, or null where their replicates are not paired. */
export function pairedInterval(left: Side, right: Side): Interval | null {
  const [a, b] = pairedReplicates([left, right]) ?? [];
  return a && b ? intervalOf(a.map((value, i) => value - b[i])) : null;
}
