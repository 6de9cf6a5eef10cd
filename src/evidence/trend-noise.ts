import { formatNumber } from './numbers.ts';
import type { Side } from './operands.ts';
import { bySeed } from './pairs.ts';
import { intervalOf, pairedReplicates } from './resamples.ts';

/** What tells a step of a series from its noise, and what it says. */
export interface TrendNoise {
  /** Whether the step from point i to the next goes down, or up, beyond noise. */
  isBeyond(step: number, sign: 1 | -1): boolean;
  /** Which test was used and its numbers, one sentence. */
  words: string;
}

/** The steps of a series. */
export const stepsOf = (values: readonly number[]): number[] => values.slice(1).map((value, i) => value - values[i]);

const wayOf = (values: readonly number[]): number => values.at(-1)! - values[0];

/**
 * The noise of a series: from paired bootstrap resamples where they are kept for every point, a step is beyond noise
 * where its 95% interval lies on one side of zero; else from the seeds, where it goes the same way in each; else the
 * points alone decide.
 */
export function trendNoise(points: readonly Side[], digits: number): TrendNoise {
  const show = (value: number): string => formatNumber(value, digits);
  const replicates = pairedReplicates(points);
  if (replicates) {
    const between = (from: number, to: number) =>
      intervalOf(replicates[to].map((value, i) => value - replicates[from][i]));
    const steps = points.slice(1).map((_, i) => between(i, i + 1));
    const { low, high, count } = between(0, points.length - 1);
    return {
      isBeyond: (step, sign) => (sign > 0 ? steps[step].low > 0 : steps[step].high < 0),
      words: `By ${count} paired bootstrap resamples the change from end to end is ${show(low)} to ${show(high)} (95%).`,
    };
  }
  const seeds = bySeed(points);
  if (seeds.length > 1) {
    const steps = seeds.map(({ values }) => stepsOf(values));
    const ways = seeds.map(({ seed, values }) => `${show(wayOf(values))} (seed ${seed})`);
    return {
      isBeyond: (step, sign) => steps.every((own) => own[step] * sign > 0),
      words: `By seeds the change from end to end is ${ways.join(', ')}.`,
    };
  }
  const steps = stepsOf(points.map(({ value }) => value));
  return {
    isBeyond: (step, sign) => steps[step] * sign > 0,
    words: 'By the points alone: no resamples and no seeds are paired.',
  };
}
