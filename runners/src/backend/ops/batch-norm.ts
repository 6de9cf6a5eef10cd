import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { hasKernel, requireFloats, requireShape, runKernel } from './own-kernel.ts';

export interface BatchNorm<T extends Tensor> {
  y: T;
  /** Of each channel, for running averages; nothing is differentiated through them. */
  mean: Tensor1D;
  /** The mean squared deviation from the mean, without correction for the degree of freedom. */
  variance: Tensor1D;
}

/** The kernel's gradient; registered again it would throw. */
function registerGradient(): void {
  if (tf.getGradient('PfBatchNorm')) return;
  tf.registerGradient({
    kernelName: 'PfBatchNorm',
    inputsToSave: ['x', 'gain'],
    outputsToSave: [false, true, true],
    gradFunc: (upstream, [x, gain, mean, variance], attributes) => {
      const [dy] = upstream as Tensor[];
      const { epsilon } = attributes as { epsilon: number };
      const gradients = runKernel('PfBatchNormGradient', { x, gain, dy, mean, variance }, { epsilon });
      return { x: () => gradients[0], gain: () => gradients[1], bias: () => gradients[2] };
    },
  });
}

function composed(x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor[] {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = tf.mean(x, axes);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), axes);
  const scaled = tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), gain);
  return [tf.add(scaled, bias), mean, variance];
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015) in training: each channel, the last axis of `x`, is centred and scaled by
 * its mean and variance over all other axes, then multiplied by `gain` and shifted by `bias`, `[channels]` each.
 *
 * @throws Error when the shapes disagree, or an input is empty or not of floats.
 */
export function batchNorm<T extends Tensor>(x: T, gain: Tensor, bias: Tensor, epsilon = 1e-3): BatchNorm<T> {
  requireFloats('batchNorm', { x, gain, bias });
  const channels = x.shape.slice(-1);
  requireShape('batchNorm', 'gain', gain, channels);
  requireShape('batchNorm', 'bias', bias, channels);
  registerGradient();
  const [y, mean, variance] = tf.tidy(() =>
    hasKernel('PfBatchNorm')
      ? runKernel('PfBatchNorm', { x, gain, bias }, { epsilon })
      : composed(x, gain, bias, epsilon),
  );
  return { y: y as T, mean: mean as Tensor1D, variance: variance as Tensor1D };
}
