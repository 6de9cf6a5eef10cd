/** How near one set of vectors is to another: a student's latents to its teacher's. */
import { weightedMse } from './weighted-regression.ts';
import { sameLength, weightedMean, weightedVariance } from './weights.ts';

/** Row-major vectors `[samples, dimensions]`. */
type Vectors = ArrayLike<number>;

/** a.b / (|a| |b|), from -1 to 1; NaN where a vector is zero. */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  sameLength(a.length, { 'the other vector': b });
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    first += a[i] * a[i];
    second += b[i] * b[i];
  }
  return product / (Math.sqrt(first) * Math.sqrt(second));
}

/** Cosine similarity of each pair of rows of two sets `[samples, dimensions]`, as `[samples]`. */
export function rowCosines(truth: Vectors, prediction: Vectors, dimensions: number): Float64Array {
  const samples = sampleCount(truth, prediction, dimensions);
  const [a, b] = [Float64Array.from(truth), Float64Array.from(prediction)];
  return Float64Array.from({ length: samples }, (_, i) =>
    cosineSimilarity(
      a.subarray(i * dimensions, (i + 1) * dimensions),
      b.subarray(i * dimensions, (i + 1) * dimensions),
    ),
  );
}

/** Mean over samples of the cosine similarity of rows `[samples, dimensions]`; NaN where a row is zero. */
export function meanCosine(truth: Vectors, prediction: Vectors, dimensions: number, weights?: ArrayLike<number>) {
  return weightedMean(rowCosines(truth, prediction, dimensions), weights);
}

/**
 * Mean over dimensions of MSE / variance of the true vectors `[samples, dimensions]`, so that no dimension counts more for
 * its scale. Dimensions that do not vary are left out; NaN where none varies.
 */
export function varianceNormalisedMse(
  truth: Vectors,
  prediction: Vectors,
  dimensions: number,
  weights?: ArrayLike<number>,
): number {
  const samples = sampleCount(truth, prediction, dimensions);
  const column = (values: Vectors, j: number) =>
    Float64Array.from({ length: samples }, (_, i) => values[i * dimensions + j]);
  let [sum, varying] = [0, 0];
  for (let j = 0; j < dimensions; j++) {
    const values = column(truth, j);
    const variance = weightedVariance(values, weights);
    if (variance === 0) continue;
    sum += weightedMse(values, column(prediction, j), weights) / variance;
    varying++;
  }
  return sum / varying;
}

function sampleCount(truth: Vectors, prediction: Vectors, dimensions: number): number {
  sameLength(truth.length, { prediction });
  if (!Number.isInteger(truth.length / dimensions)) {
    throw new RangeError(`${truth.length} values are no vectors of ${dimensions} dimensions`);
  }
  return truth.length / dimensions;
}
