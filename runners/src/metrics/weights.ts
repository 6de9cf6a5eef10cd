/**
 * Sample weights, as scikit-learn's `sample_weight`: a sample of weight 2 counts as two equal ones, one of weight 0 not
 * at all. Only ratios matter. Left out, every sample weighs 1.
 *
 * @throws RangeError for no samples, another number of weights than samples, a weight that is negative or not finite, or
 *   no weight above 0.
 */
export function checkedWeights(n: number, weights: ArrayLike<number> | undefined): ArrayLike<number> {
  if (n === 0) throw new RangeError('a metric of no samples');
  if (weights === undefined) return new Float64Array(n).fill(1);
  if (weights.length !== n) throw new RangeError(`${n} samples but ${weights.length} weights`);
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity)) throw new RangeError(`weight ${i} is ${weights[i]}`);
    total += weights[i];
  }
  if (total === 0) throw new RangeError('all weights are 0');
  return weights;
}

/** @throws RangeError where columns of one data set differ in length. */
export function sameLength(n: number, columns: Record<string, ArrayLike<unknown>>): void {
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== n) throw new RangeError(`${n} true values but ${length} of ${name}`);
  }
}

/** Sum of weight x value over sum of weights. */
export function weightedMean(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const weight = checkedWeights(values.length, weights);
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += weight[i] * values[i];
    total += weight[i];
  }
  return sum / total;
}

/** Sum of weight x squared deviation from the weighted mean, over the sum of weights; exactly 0 for equal values. */
export function weightedVariance(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const weight = checkedWeights(values.length, weights);
  // Measured from one of the values, so that equal values deviate by nothing and a large offset costs no digits.
  const origin = values[0];
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += weight[i] * (values[i] - origin);
    total += weight[i];
  }
  const centre = sum / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - origin - centre;
    squares += weight[i] * deviation * deviation;
  }
  return squares / total;
}
