/** Scores of a ranking of two classes. Samples of equal score are one threshold, so that their order cannot matter. */
import { checkedWeights, sameLength } from './weights.ts';

/** Samples sorted once, for any number of weightings (a bootstrap resample is one). */
export interface Ranking {
  /** Sample indices by falling score, `[samples]`. */
  order: Int32Array;
  /** 1 where the sample at a rank is positive, `[samples]`. */
  positive: Uint8Array;
  /** 1 where the next rank has a lower score, and at the end, `[samples]`. */
  endsTie: Uint8Array;
}

/**
 * @param truth 1 (or true) for positive samples, 0 for negative ones, `[samples]`.
 * @param score Higher means more likely positive; any scale, infinite too.
 * @throws RangeError for no samples, lengths that differ, another class or a NaN.
 */
export function rank(truth: ArrayLike<number | boolean>, score: ArrayLike<number>): Ranking {
  const n = truth.length;
  if (n === 0) throw new RangeError('a metric of no samples');
  sameLength(n, { scores: score });
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(score[i])) throw new RangeError(`score ${i} is NaN`);
    if (Number(truth[i]) !== 0 && Number(truth[i]) !== 1) throw new RangeError(`class ${i} is ${truth[i]}, not 0 or 1`);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i);
  // By comparison, since the difference of equal infinities is NaN; the sort is stable.
  order.sort((a, b) => (score[a] > score[b] ? -1 : score[a] < score[b] ? 1 : 0));
  return {
    order,
    positive: Uint8Array.from(order, (i) => Number(truth[i])),
    endsTie: Uint8Array.from(order, (i, at) => Number(at === n - 1 || score[order[at + 1]] < score[i])),
  };
}

/** Weight of true and false positives among samples at or above a threshold. */
type Visit = (truePositives: number, falsePositives: number) => void;

/** Visits each threshold from the highest, then returns the weight of all positives and negatives. */
function eachThreshold({ order, positive, endsTie }: Ranking, weights: ArrayLike<number> | undefined, visit: Visit) {
  const weight = checkedWeights(order.length, weights);
  let [truePositives, falsePositives] = [0, 0];
  for (let at = 0; at < order.length; at++) {
    if (positive[at]) truePositives += weight[order[at]];
    else falsePositives += weight[order[at]];
    if (endsTie[at]) visit(truePositives, falsePositives);
  }
  return { positives: truePositives, negatives: falsePositives };
}

/**
 * Area under the receiver operating characteristic: the chance that a positive scores above a negative, ties counting one
 * half (Hanley and McNeil 1982). NaN where one class has no weight.
 */
export function auroc(ranking: Ranking, weights?: ArrayLike<number>): number {
  let [area, positivesAbove, negativesAbove] = [0, 0, 0];
  const { positives, negatives } = eachThreshold(ranking, weights, (truePositives, falsePositives) => {
    area += ((truePositives + positivesAbove) / 2) * (falsePositives - negativesAbove);
    [positivesAbove, negativesAbove] = [truePositives, falsePositives];
  });
  return area / (positives * negatives);
}

/**
 * Average precision, the sum over thresholds of the gain in recall times the precision there: scikit-learn's
 * `average_precision_score`, not the trapezoidal area, which is too high (Davis and Goadrich 2006). NaN without positives.
 */
export function auprc(ranking: Ranking, weights?: ArrayLike<number>): number {
  let [sum, before] = [0, 0];
  const { positives } = eachThreshold(ranking, weights, (truePositives, falsePositives) => {
    // A threshold whose samples weigh nothing may have no precision.
    if (truePositives > before) sum += (truePositives - before) * (truePositives / (truePositives + falsePositives));
    before = truePositives;
  });
  return sum / positives;
}

/** The highest precision among thresholds whose recall is at least `recall` (0 to 1). NaN without positives. */
export function precisionAtRecall(ranking: Ranking, recall: number, weights?: ArrayLike<number>): number {
  const { positives } = eachThreshold(ranking, weights, () => {});
  if (positives === 0) return NaN;
  let best = 0;
  eachThreshold(ranking, weights, (truePositives, falsePositives) => {
    if (truePositives > 0 && truePositives / positives >= recall) {
      best = Math.max(best, truePositives / (truePositives + falsePositives));
    }
  });
  return best;
}

/**
 * The highest recall among thresholds whose precision is at least `precision` (0 to 1): 0 where none reaches it, NaN
 * without positives.
 */
export function recallAtPrecision(ranking: Ranking, precision: number, weights?: ArrayLike<number>): number {
  let found = 0;
  const { positives } = eachThreshold(ranking, weights, (truePositives, falsePositives) => {
    // Recall never falls from one threshold to the next.
    if (truePositives / (truePositives + falsePositives) >= precision) found = truePositives;
  });
  return found / positives;
}
