import { quantile } from '../../metrics/statistics.ts';

/** `quantile` is the pinball loss, whose best constant is the quantile of that order (0 to 1). */
export type GbdtLoss = { kind: 'squared' } | { kind: 'quantile'; order: number };

export interface Loss {
  /** Best constant for `y`. */
  start(y: Float64Array): number;
  /** Downhill direction of a row's loss, from what is left of its target: target - prediction. */
  pull(rest: number): number;
  /** Value of a leaf from what is left of the targets in it. */
  leaf(rests: Float64Array): number;
  /** Loss of one row. */
  loss(rest: number): number;
}

export function createLoss(loss: GbdtLoss, lambda: number): Loss {
  if (loss.kind === 'squared') {
    return {
      start: (y) => sum(y) / y.length,
      pull: (rest) => rest,
      leaf: (rests) => sum(rests) / (rests.length + lambda),
      loss: (rest) => rest * rest,
    };
  }
  const { order } = loss;
  if (!(order > 0 && order < 1))
    throw new RangeError(`gbdt: the order of a quantile lies between 0 and 1, not ${order}`);
  return {
    start: (y) => quantile(y, order),
    pull: (rest) => (rest > 0 ? order : order - 1),
    leaf: (rests) => quantile(rests, order),
    loss: (rest) => (rest > 0 ? order * rest : (order - 1) * rest),
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
