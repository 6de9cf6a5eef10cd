import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { hasKernel, requireFloats, requireShape, runKernel } from './own-kernel.ts';

function composed(x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), gain), bias);
}

function fused(x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor {
  const operation = tf.customGrad((...args) => {
    const [x, gain, bias, save] = args as [Tensor, Tensor, Tensor, (kept: Tensor[]) => void];
    const [value] = runKernel('PfLayerNorm', { x, gain, bias }, { epsilon });
    save([x, gain]);
    const gradFunc = (dy: Tensor, [x, gain]: Tensor[]) => {
      const [dx, sums] = runKernel('PfLayerNormGradient', { x, gain, dy }, { epsilon });
      return [dx, ...tf.unstack(sums)];
    };
    return { value, gradFunc };
  });
  return operation(x, gain, bias);
}

/**
 * Layer normalisation (Ba et al. 2016) over the last axis of `x`; `gain` and `bias` have its size.
 *
 * @throws Error when they have another, or an input is empty or not of floats.
 */
export function layerNorm<T extends Tensor>(x: T, gain: Tensor, bias: Tensor, epsilon = 1e-5): T {
  requireFloats('layerNorm', { x, gain, bias });
  if (x.rank === 0) throw new Error('layerNorm: x is a single number, it must have an axis');
  const columns = x.shape.slice(-1);
  requireShape('layerNorm', 'gain', gain, columns);
  requireShape('layerNorm', 'bias', bias, columns);
  const run = hasKernel('PfLayerNorm') ? fused : composed;
  return tf.tidy(() => run(x, gain, bias, epsilon) as T);
}
