import * as tf from '@tensorflow/tfjs';
import { differentiable, type Case } from '../case.ts';

const shapes = [[4, 5, 9], [1, 1], [3, 1], [7, 33], [130]]; // prettier-ignore

export const softmaxes: Case[] = [
  ...shapes.flatMap((shape) => [
    differentiable(`softmax [${shape}]`, [shape], (x) => tf.softmax(x)),
    differentiable(`logSoftmax [${shape}]`, [shape], (x) => tf.logSoftmax(x)),
  ]),
  differentiable('softmax of large values', [{ shape: [3, 7], from: 80, to: 100 }], (x) => tf.softmax(x)),
  // The largest value in each place of a row: the others must not overflow, nor vanish all.
  ...Array.from({ length: 7 }, (_, place) =>
    differentiable(`softmax of a row with its summit at ${place}`, [[7]], (x) =>
      tf.softmax(tf.add(x, tf.mul(tf.oneHot(tf.tensor1d([place], 'int32'), 7).toFloat(), 120).reshape([7]))),
    ),
  ),
  differentiable('layers.softmax', [[3, 7]], (x) => tf.layers.softmax({}).apply(x) as tf.Tensor),
];
