import { dustless, formatNumber } from './numbers.ts';
import type { Side } from './operands.ts';
import { bySeed } from './pairs.ts';
import { intervalOf, pairedReplicates } from './resamples.ts';

/** What a step of a series may go back without counting, and what tells it. */
export interface TrendNoise {
  /** Whether a step from point i to the next, of any seed or measurement, goes down, or up, beyond noise. */
  isBeyond(i: number, step: number, sign: 1 | -1): boolean;
  /** Which test was used and its numbers, one sentence. */
  words: string;
}

/** The steps of a series, without the dust of sums. */
export const stepsOf = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => dustless(dustless(value) - dustless(values[i])));

/** The change of a series from end to end, without the dust of sums. */
export const changeOf = (values: readonly number[]): number => stepsOf([values[0], values.at(-1)!])[0];

/** Every step counts as it is. */
const isAnyStep: TrendNoise['isBeyond'] = (_, step, sign) => step * sign > 0;

/**
 * The noise of a series. Seeds that are paired vote one by one, each by its own steps as they are; without them, paired
 * bootstrap resamples say how far each step may go back: as far as their 95% interval reaches beyond it.
 */
export function trendNoise(points: readonly Side[], digits: number): TrendNoise {
  const show = (value: number): string => formatNumber(value, digits);
  const seeds = bySeed(points);
  if (seeds.length > 0) {
    const ways = seeds.map(({ seed, values }) => `${show(changeOf(values))} (seed ${seed})`);
    return { isBeyond: isAnyStep, words: `By seeds the change from end to end is ${ways.join(', ')}.` };
  }
  const replicates = pairedReplicates(points);
  if (!replicates) {
    return { isBeyond: isAnyStep, words: 'By the points alone: no resamples and no seeds are paired.' };
  }
  const between = (from: number, to: number) =>
    intervalOf(replicates[to].map((value, i) => value - replicates[from][i]));
  const committed = stepsOf(points.map(({ value }) => value));
  const allowed = committed.map((step, i) => {
    const { low, high } = between(i, i + 1);
    return { down: high - step, up: step - low };
  });
  const { low, high, count } = between(0, points.length - 1);
  return {
    isBeyond: (i, step, sign) => (sign > 0 ? step > Math.max(0, allowed[i].up) : -step > Math.max(0, allowed[i].down)),
    words: `By ${count} paired bootstrap resamples the change from end to end is ${show(low)} to ${show(high)} (95%).`,
  };
}
