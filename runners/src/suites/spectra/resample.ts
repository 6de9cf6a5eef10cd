import { createRandom } from '../../random.ts';
import { median } from './order.ts';

/** Bootstrap resamples of n stars, drawn once: statistics computed with the same ones are paired. */
export interface Resampler {
  median(values: ArrayLike<number>): Float64Array;
  mean(values: ArrayLike<number>): Float64Array;
}

/** `count` resamples with replacement of `n` stars. */
export function createResampler(seed: number, n: number, count: number): Resampler {
  const random = createRandom(seed, 'bootstrap', n);
  const picks = Int32Array.from({ length: count * n }, () => random.int(n));
  const drawn = new Float64Array(n);
  const scratch = new Float64Array(n);
  const replicate = (values: ArrayLike<number>, statistic: () => number): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => {
      for (let i = 0; i < n; i += 1) drawn[i] = values[picks[k * n + i]];
      return statistic();
    });
  return {
    median: (values) => replicate(values, () => median(drawn, 0, n, scratch)),
    mean: (values) => replicate(values, () => drawn.reduce((sum, value) => sum + value, 0) / n),
  };
}
