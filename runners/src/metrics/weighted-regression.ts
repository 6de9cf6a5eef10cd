/** Scores of a regression with sample weights; without any they are those of `regression.ts` up to rounding. */
import { checkedWeights, sameLength, weightedVariance } from './weights.ts';

type Numbers = ArrayLike<number>;

/** Weighted mean of the squared error. */
export function weightedMse(truth: Numbers, prediction: Numbers, weights?: Numbers): number {
  sameLength(truth.length, { prediction });
  const weight = checkedWeights(truth.length, weights);
  let [sum, total] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const error = prediction[i] - truth[i];
    sum += weight[i] * error * error;
    total += weight[i];
  }
  return sum / total;
}

/** Root of the weighted mean squared error, in the unit of the truth. */
export function weightedRmse(truth: Numbers, prediction: Numbers, weights?: Numbers): number {
  return Math.sqrt(weightedMse(truth, prediction, weights));
}

/**
 * Weighted mean of the absolute error, in the unit of the truth: the sum of w |error| over the sum of w. With weights
 * 1/sigma it is the wMAE of denoising, in which the pixels that were measured best count most.
 */
export function weightedMae(truth: Numbers, prediction: Numbers, weights?: Numbers): number {
  sameLength(truth.length, { prediction });
  const weight = checkedWeights(truth.length, weights);
  let [sum, total] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    sum += weight[i] * Math.abs(prediction[i] - truth[i]);
    total += weight[i];
  }
  return sum / total;
}

/**
 * Weighted coefficient of determination, 1 - MSE / variance of the truth. Where the truth does not vary it is -Infinity,
 * or NaN for a perfect prediction (scikit-learn with `force_finite=False`).
 */
export function weightedR2(truth: Numbers, prediction: Numbers, weights?: Numbers): number {
  return 1 - normalisedMse(truth, prediction, weights);
}

/** Mean squared error over the variance of the truth, both weighted: 0 is perfect, 1 is no better than the mean. */
export function normalisedMse(truth: Numbers, prediction: Numbers, weights?: Numbers): number {
  return weightedMse(truth, prediction, weights) / weightedVariance(truth, weights);
}
