/**
 * Bootstrap of any metric with sample weights. A resample is a weighting: each sample weighs as often as it is drawn. So a
 * metric that sorts (AUROC) sorts once, and one pass of draws serves many metrics and models. For R2, MAE and RMSE
 * without weights `bootstrapScores` is faster and draws the same resamples.
 */
import { createRandom, type Random } from '../random.ts';
import { percentileInterval, type Interval } from './statistics.ts';
import { checkedWeights } from './weights.ts';

/** A metric of samples with weights `[samples]`; NaN where it is undefined. It must not keep the array. */
export type Statistic = (weights: Float64Array) => number;

export interface ResampleOptions {
  /** Number of samples. */
  n: number;
  /** Integer >= 1. */
  seed: number;
  resamples?: number;
  /** Sample weights, which multiply the number of draws. */
  weights?: ArrayLike<number>;
  /**
   * A code for each sample, e.g. its class: each stratum is resampled by itself and keeps its size. Needed where a
   * resample without one of the classes has no value, as for AUROC; the interval then holds for these class sizes.
   */
  strata?: ArrayLike<number>;
}

/**
 * Replicates of several statistics, `[resamples]` each. Resample k depends on seed, n and strata only, so that two models on
 * one test set are paired.
 */
export function resample(options: ResampleOptions, statistics: readonly Statistic[]): Float64Array[] {
  const { n, seed, resamples = 1000, weights, strata } = options;
  const weight = Float64Array.from(checkedWeights(n, weights));
  const parts = strata ? membersByStratum(n, strata) : [Int32Array.from({ length: n }, (_, i) => i)];
  const random = createRandom(seed, strata ? 'bootstrap-stratified' : 'bootstrap', n);
  const replicates = statistics.map(() => new Float64Array(resamples));
  const drawn = new Float64Array(n);
  for (let k = 0; k < resamples; k++) {
    drawn.fill(0);
    for (const members of parts) draw(random, members, drawn);
    const total = multiply(drawn, weight);
    // Only samples of weight 0 may have been drawn.
    statistics.forEach((statistic, j) => (replicates[j][k] = total > 0 ? statistic(drawn) : NaN));
  }
  return replicates;
}

/** Draws as many of the members as there are, with replacement, and counts them. */
function draw(random: Random, members: Int32Array, counts: Float64Array): void {
  const size = members.length;
  for (let i = 0; i < size; i++) counts[members[random.int(size)]] += 1;
}

/** Multiplies in place. @returns the sum of the products. */
function multiply(values: Float64Array, factors: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] *= factors[i];
  return total;
}

function membersByStratum(n: number, strata: ArrayLike<number>): Int32Array[] {
  if (strata.length !== n) throw new RangeError(`${n} samples but ${strata.length} strata`);
  const members = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const list = members.get(strata[i]);
    if (list) list.push(i);
    else members.set(strata[i], [i]);
  }
  return [...members].sort(([a], [b]) => a - b).map(([, list]) => Int32Array.from(list));
}

export interface BootstrapInterval extends Interval {
  /** Replicates without a finite value, which the interval leaves out. Above a few percent it means little. */
  undefinedReplicates: number;
}

/** The percentile interval of the finite replicates; its ends are NaN where there are none. */
export function bootstrapInterval(replicates: Float64Array, level = 0.95): BootstrapInterval {
  const finite = replicates.filter(Number.isFinite);
  const undefinedReplicates = replicates.length - finite.length;
  if (finite.length === 0) return { level, low: NaN, high: NaN, undefinedReplicates };
  return { ...percentileInterval(finite, level), undefinedReplicates };
}

export interface PairedDifference extends BootstrapInterval {
  /** First minus second, on the data themselves. */
  difference: number;
  /** Share of replicates in which the first is greater, ties counting one half. */
  shareGreater: number;
}

/** Compares a statistic of two models on the same samples, replicate by replicate. */
export function pairedBootstrap(
  options: ResampleOptions,
  first: Statistic,
  second: Statistic,
  level = 0.95,
): PairedDifference {
  const [a, b] = resample(options, [first, second]);
  const differences = a.map((value, k) => value - b[k]);
  const finite = differences.filter(Number.isFinite);
  const greater = finite.reduce((sum, value) => sum + (value > 0 ? 1 : value === 0 ? 0.5 : 0), 0);
  const weights = Float64Array.from(checkedWeights(options.n, options.weights));
  return {
    ...bootstrapInterval(differences, level),
    difference: first(weights) - second(weights),
    shareGreater: greater / finite.length,
  };
}
