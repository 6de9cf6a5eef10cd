import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { differentiable, type Case, type Input } from '../case.ts';

const activationLayers = ['swish', 'mish', 'gelu', 'gelu_new', 'hardSigmoid', 'softsign'] as const;

const functions: Record<string, (x: Tensor) => Tensor> = {
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  selu: tf.selu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.1),
  sigmoid: tf.sigmoid,
  logSigmoid: tf.logSigmoid,
  softplus: tf.softplus,
  step: (x) => tf.step(x, 0.2),
  ...Object.fromEntries(
    activationLayers.map((activation) => [
      `activation ${activation}`,
      (x: Tensor) => tf.layers.activation({ activation }).apply(x) as Tensor,
    ]),
  ),
};

const wide = (shape: number[]): Input => ({ shape, from: -9, to: 9 });

export const activations: Case[] = [
  ...Object.entries(functions).flatMap(([name, f]) => [
    differentiable(name, [[5, 7]], f),
    differentiable(`${name}, wide range`, [wide([7, 29])], f),
  ]),
  differentiable('prelu', [[5, 7], [7]], (x, alpha) => tf.prelu(x, alpha)),
  differentiable('gelu by erf', [[5, 7]], (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))),
];
