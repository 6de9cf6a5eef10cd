import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { layerNorm } from '../../../../runners/src/backend/ops/layer-norm.ts';
import { differentiable, positive, type Case } from '../case.ts';
import { withWeights } from '../layers.ts';

const trainedBatchNorm = (axes: number[]) => (x: Tensor, gain: Tensor, bias: Tensor) => {
  const { mean, variance } = tf.moments(x, axes);
  return tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D, bias as Tensor1D, gain as Tensor1D, 1e-3);
};

export const normalisations: Case[] = [
  differentiable('batchNorm', [[4, 5, 3], [3], positive([3]), [3], [3]], (x, mean, variance, bias, gain) =>
    tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D, bias as Tensor1D, gain as Tensor1D, 1e-3),
  ),
  differentiable('batchNorm in training, images', [[4, 5, 5, 3], [3], [3]], trainedBatchNorm([0, 1, 2])),
  differentiable('batchNorm in training, rows', [[9, 6], [6], [6]], trainedBatchNorm([0])),
  differentiable('layers.batchNormalization in training', [[7, 5], [5], [5]], (x, gamma, beta) =>
    withWeights(tf.layers.batchNormalization({}), x, [gamma, beta], { training: true }),
  ),
  differentiable('layers.batchNormalization in training, images', [[3, 4, 5, 6], [6], [6]], (x, gamma, beta) =>
    withWeights(tf.layers.batchNormalization({}), x, [gamma, beta], { training: true }),
  ),
  differentiable('layers.layerNormalization', [[4, 5, 9], [9], [9]], (x, gamma, beta) =>
    withWeights(tf.layers.layerNormalization({}), x, [gamma, beta]),
  ),
  differentiable('layerNorm', [[4, 9], [9], [9]], (x, gain, bias) => layerNorm(x, gain, bias)),
  differentiable('layerNorm, three axes', [[3, 5, 8], [8], [8]], (x, gain, bias) => layerNorm(x, gain, bias)),
  differentiable('layerNorm, large epsilon', [[5, 7], [7], [7]], (x, gain, bias) => layerNorm(x, gain, bias, 0.1)),
  differentiable('layerNorm, long rows', [[2, 67], [67], [67]], (x, gain, bias) => layerNorm(x, gain, bias)),
  differentiable('localResponseNormalization', [[2, 3, 4, 6]], (x) =>
    tf.localResponseNormalization(x as tf.Tensor4D, 2),
  ),
];
