/** Scores of a regression, in double precision. */

/** Sums over (possibly repeated) samples that every score here is a function of. */
export interface Sums {
  count: number;
  /** Of truth minus a fixed origin, and of its square. */
  truth: number;
  truthSquared: number;
  /** Of the absolute and of the squared error. */
  absolute: number;
  squared: number;
}

export type RegressionMetric = 'r2' | 'mae' | 'rmse';

/** Each score from its sums. */
export const scores: Record<RegressionMetric, (sums: Sums) => number> = {
  r2: ({ count, truth, truthSquared, squared }) => 1 - squared / (truthSquared - (truth * truth) / count),
  mae: ({ count, absolute }) => absolute / count,
  rmse: ({ count, squared }) => Math.sqrt(squared / count),
};

/** What one sample adds to the sums; the truth is centred on its mean, which keeps its variance exact. */
export interface Terms {
  truth: Float64Array;
  squared: Float64Array;
  absolute: Float64Array;
}

/** @throws RangeError for no samples or lengths that differ. */
export function terms(truth: ArrayLike<number>, prediction: ArrayLike<number>): Terms {
  const n = truth.length;
  if (n === 0) throw new RangeError('a score of no samples');
  if (prediction.length !== n) throw new RangeError(`${n} true values but ${prediction.length} predictions`);
  let origin = 0;
  for (let i = 0; i < n; i++) origin += truth[i] / n;
  const result = { truth: new Float64Array(n), squared: new Float64Array(n), absolute: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const error = prediction[i] - truth[i];
    result.truth[i] = truth[i] - origin;
    result.squared[i] = error * error;
    result.absolute[i] = Math.abs(error);
  }
  return result;
}

function total({ truth, squared, absolute }: Terms): Sums {
  const sums = { count: truth.length, truth: 0, truthSquared: 0, absolute: 0, squared: 0 };
  for (let i = 0; i < truth.length; i++) {
    sums.truth += truth[i];
    sums.truthSquared += truth[i] * truth[i];
    sums.absolute += absolute[i];
    sums.squared += squared[i];
  }
  return sums;
}

/**
 * Coefficient of determination, 1 - sum of squared errors / sum of squared deviations of the truth from its mean.
 * NaN or -Infinity where the truth does not vary.
 */
export function r2(truth: ArrayLike<number>, prediction: ArrayLike<number>): number {
  return scores.r2(total(terms(truth, prediction)));
}

/** Mean absolute error, in the unit of the truth. */
export function mae(truth: ArrayLike<number>, prediction: ArrayLike<number>): number {
  return scores.mae(total(terms(truth, prediction)));
}

/** Root of the mean squared error, in the unit of the truth. */
export function rmse(truth: ArrayLike<number>, prediction: ArrayLike<number>): number {
  return scores.rmse(total(terms(truth, prediction)));
}
