import { createRandom } from '../random.ts';
import { scores, terms, type RegressionMetric, type Sums } from './regression.ts';

export interface BootstrapOptions {
  truth: ArrayLike<number>;
  prediction: ArrayLike<number>;
  /** Integer >= 1. */
  seed: number;
  resamples?: number;
}

/**
 * Bootstrap replicates of several scores from one pass: sample i of replicate k is the same for every model that is
 * scored on n samples with this seed, so that differences between models can be taken replicate by replicate.
 */
export function bootstrapScores<Name extends RegressionMetric>(
  { truth, prediction, seed, resamples = 1000 }: BootstrapOptions,
  names: readonly Name[],
): Record<Name, Float64Array> {
  const term = terms(truth, prediction);
  const n = truth.length;
  const random = createRandom(seed, 'bootstrap', n);
  const replicates = Object.fromEntries(names.map((name) => [name, new Float64Array(resamples)]));
  const sums: Sums = { count: n, truth: 0, truthSquared: 0, absolute: 0, squared: 0 };
  for (let k = 0; k < resamples; k++) {
    let [first, second, absolute, squared] = [0, 0, 0, 0];
    for (let drawn = 0; drawn < n; drawn++) {
      const i = random.int(n);
      const value = term.truth[i];
      first += value;
      second += value * value;
      absolute += term.absolute[i];
      squared += term.squared[i];
    }
    Object.assign(sums, { truth: first, truthSquared: second, absolute, squared });
    for (const name of names) replicates[name][k] = scores[name](sums);
  }
  return replicates as Record<Name, Float64Array>;
}

/** Bootstrap replicates of one score, see {@link bootstrapScores}. */
export function bootstrap({ statistic, ...options }: BootstrapOptions & { statistic: RegressionMetric }): Float64Array {
  return bootstrapScores(options, [statistic])[statistic];
}
