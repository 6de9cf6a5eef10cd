import * as tf from '@tensorflow/tfjs';
import { differentiable, positive, type Case } from '../case.ts';

const classes = (n: number, depth: number) =>
  tf.oneHot(tf.tensor1d(Array.from({ length: n }, (_, i) => (3 * i) % depth), 'int32'), depth); // prettier-ignore

export const losses: Case[] = [
  differentiable(
    'meanSquaredError',
    [
      [5, 7],
      [5, 7],
    ],
    (y, p) => tf.losses.meanSquaredError(y, p),
  ),
  differentiable(
    'absoluteDifference',
    [
      [5, 7],
      [5, 7],
    ],
    (y, p) => tf.losses.absoluteDifference(y, p),
  ),
  differentiable('huberLoss', [[5, 7]], (p) => tf.losses.huberLoss(tf.ones([5, 7]), p)),
  differentiable('weighted meanSquaredError', [[5, 7], [5, 7], positive([5, 1])], (y, p, weights) =>
    tf.mean(tf.mul(weights, tf.squaredDifference(y, p))),
  ),
  differentiable('sigmoidCrossEntropy', [[5, 7]], (p) => tf.losses.sigmoidCrossEntropy(classes(5, 7), p)),
  differentiable('softmaxCrossEntropy', [[5, 7]], (p) => tf.losses.softmaxCrossEntropy(classes(5, 7), p)),
  differentiable('logLoss', [{ shape: [5, 7], from: 0.1, to: 0.9 }], (p) => tf.losses.logLoss(classes(5, 7), p)),
  differentiable(
    'cosineDistance',
    [
      [5, 7],
      [5, 7],
    ],
    (y, p) => tf.losses.cosineDistance(y, p, 1),
  ),
  differentiable(
    'pinball',
    [
      [5, 7],
      [5, 7],
    ],
    (y, p) => {
      const error = tf.sub(y, p);
      return tf.mean(tf.maximum(tf.mul(error, 0.9), tf.mul(error, -0.1)));
    },
  ),
  differentiable(
    'Gaussian likelihood',
    [
      [5, 3],
      [5, 3],
      [5, 3],
    ],
    (y, mean, logVariance) =>
      tf.mean(tf.add(logVariance, tf.mul(tf.squaredDifference(y, mean), tf.exp(tf.neg(logVariance))))),
  ),
];
