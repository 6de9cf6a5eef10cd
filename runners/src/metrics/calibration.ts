/** Whether probabilities are what they say. */
import { checkedWeights, sameLength } from './weights.ts';

export interface CalibrationBin {
  /** Lower and upper edge; a bin holds its upper edge, the first one 0 too. */
  low: number;
  high: number;
  /** Sum of the sample weights. */
  weight: number;
  /** Mean predicted probability. */
  predicted: number;
  /** Share of samples for which the event came true. */
  observed: number;
}

/**
 * The reliability curve: `bins` bins of equal width over [0, 1], without the empty ones (scikit-learn's
 * `calibration_curve`, strategy "uniform").
 *
 * Two classes: `happened` is 1 for the positive class and `probability` the one given to it. Many classes: `happened` is 1
 * where the predicted class is right and `probability` the confidence in it (Guo et al. 2017).
 *
 * @throws RangeError for a probability outside 0 to 1, no samples or lengths that differ.
 */
export function calibrationCurve(
  happened: ArrayLike<number | boolean>,
  probability: ArrayLike<number>,
  bins = 15,
  weights?: ArrayLike<number>,
): CalibrationBin[] {
  const n = happened.length;
  sameLength(n, { probabilities: probability });
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`${bins} bins`);
  const weight = checkedWeights(n, weights);
  const [total, predicted, observed] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < n; i++) {
    const p = probability[i];
    if (!(p >= 0 && p <= 1)) throw new RangeError(`probability ${i} is ${p}, not between 0 and 1`);
    const bin = Math.max(0, Math.ceil(p * bins) - 1);
    total[bin] += weight[i];
    predicted[bin] += weight[i] * p;
    observed[bin] += weight[i] * Number(happened[i]);
  }
  return Array.from(total, (sum, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    weight: sum,
    predicted: predicted[bin] / sum,
    observed: observed[bin] / sum,
  })).filter(({ weight }) => weight > 0);
}

/**
 * Expected calibration error: the mean over bins of |observed - predicted|, weighted by the weight in a bin (Naeini et al.
 * 2015). Takes what {@link calibrationCurve} takes.
 */
export function expectedCalibrationError(
  happened: ArrayLike<number | boolean>,
  probability: ArrayLike<number>,
  bins = 15,
  weights?: ArrayLike<number>,
): number {
  let [sum, total] = [0, 0];
  for (const { weight, predicted, observed } of calibrationCurve(happened, probability, bins, weights)) {
    sum += weight * Math.abs(observed - predicted);
    total += weight;
  }
  return sum / total;
}
