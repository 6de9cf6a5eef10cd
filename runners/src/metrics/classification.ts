/** Scores of predicted classes. Classes are codes 0 to `count` - 1. */
import { checkedWeights, sameLength, weightedMean } from './weights.ts';

type Codes = ArrayLike<number>;

/** Weighted share of samples whose class is right. */
export function accuracy(truth: Codes, prediction: Codes, weights?: ArrayLike<number>): number {
  sameLength(truth.length, { predictions: prediction });
  const right = Uint8Array.from({ length: truth.length }, (_, i) => Number(truth[i] === prediction[i]));
  return weightedMean(right, weights);
}

/** Weight of the samples of each true class (row) that got each predicted one (column), row-major `[count, count]`. */
export function confusionMatrix(
  truth: Codes,
  prediction: Codes,
  count: number,
  weights?: ArrayLike<number>,
): Float64Array {
  const n = truth.length;
  sameLength(n, { predictions: prediction });
  const weight = checkedWeights(n, weights);
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < n; i++) {
    for (const code of [truth[i], prediction[i]]) {
      if (!(Number.isInteger(code) && code >= 0 && code < count)) {
        throw new RangeError(`sample ${i} has class ${code}, not one of 0 to ${count - 1}`);
      }
    }
    matrix[truth[i] * count + prediction[i]] += weight[i];
  }
  return matrix;
}

export interface ClassScore {
  /** Share of the samples predicted to be of this class that are; 0 where none is predicted. */
  precision: number;
  /** Share of the samples of this class that are found; 0 where there are none. */
  recall: number;
  /** Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); 0 where the class does not occur at all. */
  f1: number;
}

/** Scores of one class against all others, from a confusion matrix `[count, count]`. */
export function classScore(matrix: ArrayLike<number>, count: number, code: number): ClassScore {
  let [predicted, actual] = [0, 0];
  for (let other = 0; other < count; other++) {
    predicted += matrix[other * count + code];
    actual += matrix[code * count + other];
  }
  const right = matrix[code * count + code];
  return {
    precision: predicted === 0 ? 0 : right / predicted,
    recall: actual === 0 ? 0 : right / actual,
    f1: predicted + actual === 0 ? 0 : (2 * right) / (predicted + actual),
  };
}

/** F1 of class `code`, see {@link ClassScore}. */
export function f1(truth: Codes, prediction: Codes, count: number, code: number, weights?: ArrayLike<number>): number {
  return classScore(confusionMatrix(truth, prediction, count, weights), count, code).f1;
}

/**
 * Mean of the F1 of the classes that occur in the truth or in the predictions, whatever their weight: each class counts
 * the same, however rare.
 */
export function macroF1(truth: Codes, prediction: Codes, count: number, weights?: ArrayLike<number>): number {
  const matrix = confusionMatrix(truth, prediction, count, weights);
  const occurs = new Uint8Array(count);
  for (let i = 0; i < truth.length; i++) occurs[truth[i]] = occurs[prediction[i]] = 1;
  let [sum, classes] = [0, 0];
  for (let code = 0; code < count; code++) {
    // 0 for a class that does not occur.
    sum += classScore(matrix, count, code).f1;
    classes += occurs[code];
  }
  return sum / classes;
}
