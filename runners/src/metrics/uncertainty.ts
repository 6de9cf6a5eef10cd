/** Whether stated uncertainties are what they say. */
import { sameLength, weightedMean, weightedVariance } from './weights.ts';

type Numbers = ArrayLike<number>;

/** Weighted share of true values within [low, high], ends included. */
export function coverage(truth: Numbers, low: Numbers, high: Numbers, weights?: Numbers): number {
  sameLength(truth.length, { 'lower ends': low, 'upper ends': high });
  const inside = Uint8Array.from({ length: truth.length }, (_, i) => Number(low[i] <= truth[i] && truth[i] <= high[i]));
  return weightedMean(inside, weights);
}

/**
 * (prediction - truth) / sigma of each sample: standard normal where Gaussian errors are stated rightly.
 *
 * @param sigma Stated standard deviations, in the unit of the truth.
 * @throws RangeError where a sigma is not above 0.
 */
export function zScores(truth: Numbers, prediction: Numbers, sigma: Numbers): Float64Array {
  sameLength(truth.length, { predictions: prediction, sigmas: sigma });
  return Float64Array.from({ length: truth.length }, (_, i) => {
    if (!(sigma[i] > 0)) throw new RangeError(`sigma ${i} is ${sigma[i]}, not above 0`);
    return (prediction[i] - truth[i]) / sigma[i];
  });
}

/** Mean (0: no bias) and standard deviation (1: errors as large as stated; divisor n, weighted) of z-scores. */
export function zStatistics(z: Numbers, weights?: Numbers): { mean: number; standardDeviation: number } {
  return { mean: weightedMean(z, weights), standardDeviation: Math.sqrt(weightedVariance(z, weights)) };
}
