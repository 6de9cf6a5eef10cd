import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { differentiable, forwardOnly, positive, type Case } from '../case.ts';

type Reduction = (x: Tensor, axis?: number | number[], keepDims?: boolean) => Tensor;
const families: Record<string, Reduction> = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min };

// Shape, axes; no axes means all.
const sizes: [number[], number | number[] | undefined, boolean][] = [
  [[5, 7, 3], 1, false],
  [[5, 7, 3], [0, 2], true],
  [[5, 7, 3], -1, true],
  [[6, 9], 0, false],
  [[4, 1, 5], 1, false],
  [[2, 3, 4, 5], [1, 2], false],
  [[37], undefined, false],
  [[3, 5], undefined, true],
];

const reductionsOver = Object.entries(families).flatMap(([name, f]) =>
  sizes.map(([shape, axes, keep]) =>
    differentiable(`${name} of [${shape}] over ${axes ?? 'all'}${keep ? ', kept' : ''}`, [shape], (x) =>
      f(x, axes, keep),
    ),
  ),
);

const indices: Record<string, (x: Tensor) => Tensor> = {
  'argMax axis 0': (x) => tf.argMax(x, 0),
  'argMax axis 1': (x) => tf.argMax(x, 1),
  'argMin axis 1': (x) => tf.argMin(x, 1),
  'topk indices': (x) => tf.topk(x, 3).indices,
  all: (x) => tf.all(tf.greater(x, -1), 1),
  any: (x) => tf.any(tf.greater(x, 1), 0),
  bincount: (x) => tf.bincount(tf.tensor1d([1, 2, 2, 5], 'int32'), tf.reshape(tf.slice(x, [0, 0], [1, 4]), [4]), 6),
};

export const reductions: Case[] = [
  ...reductionsOver,
  ...Object.entries(indices).map(([name, f]) => forwardOnly(name, [[5, 7]], (x) => tf.cast(f(x), 'float32'))),
  forwardOnly('topk values', [[5, 7]], (x) => tf.topk(x, 3).values),
  forwardOnly('sum of no rows', [[0, 4]], (x) => tf.sum(x, 0)),
  forwardOnly('sum of no columns', [[4, 0]], (x) => tf.sum(x, 1)),
  differentiable('prod', [positive([5, 4])], (x) => tf.prod(x, 1)),
  differentiable('norm 2', [[5, 7]], (x) => tf.norm(x, 'euclidean', 1)),
  differentiable('norm 1', [[5, 7]], (x) => tf.norm(x, 1, 0)),
  differentiable('moments, mean', [[5, 7]], (x) => tf.moments(x, 0).mean),
  differentiable('moments, variance', [[5, 7, 2]], (x) => tf.moments(x, [0, 2]).variance),
  differentiable('logSumExp', [[4, 9]], (x) => tf.logSumExp(x, -1)),
  differentiable('cumsum axis 1', [[5, 7]], (x) => tf.cumsum(x, 1)),
  differentiable('cumsum axis 0', [[5, 7]], (x) => tf.cumsum(x, 0)),
  differentiable('cumsum, exclusive', [[3, 9]], (x) => tf.cumsum(x, 1, true)),
  differentiable('cumsum, reverse', [[3, 9]], (x) => tf.cumsum(x, 1, false, true)),
  forwardOnly('cumprod', [[3, 9]], (x) => tf.cumprod(x, 1)),
];
