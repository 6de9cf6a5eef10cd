import * as tf from '@tensorflow/tfjs';
import { differentiable, type Case } from '../case.ts';

/** Keeps the first `lengths[i]` of the positions of row i. */
const mask = (lengths: number[], positions: number) =>
  tf.less(tf.range(0, positions).expandDims(0), tf.tensor2d(lengths, [lengths.length, 1]));

export const masking: Case[] = [
  differentiable(
    'where',
    [
      [5, 7],
      [5, 7],
    ],
    (x, y) => tf.where(tf.greater(x, y), x, tf.mul(y, 2)),
  ),
  differentiable(
    'where by rows',
    [
      [5, 7],
      [5, 7],
    ],
    (x, y) => tf.where(tf.tile(tf.tensor2d([1, 0, 1, 1, 0], [5, 1], 'bool'), [1, 7]), x, y),
  ),
  differentiable('masked softmax', [[3, 5]], (x) => tf.softmax(tf.where(mask([5, 2, 1], 5), x, tf.fill([3, 5], -1e9)))),
  differentiable('masked mean', [[3, 5]], (x) => {
    const kept = tf.cast(mask([5, 2, 1], 5), 'float32');
    return tf.div(tf.sum(tf.mul(x, kept), 1), tf.sum(kept, 1));
  }),
  differentiable(
    'layers.masking',
    [[3, 4, 2]],
    (x) =>
      tf.layers
        .masking({ maskValue: 0 })
        .apply(tf.mul(x, tf.cast(mask([4, 1, 2], 4), 'float32').expandDims(2))) as tf.Tensor,
  ),
];
