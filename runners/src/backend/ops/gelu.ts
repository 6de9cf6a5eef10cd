import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { hasKernel, requireFloats, runKernel } from './own-kernel.ts';

function composed(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

const fused = tf.customGrad((x, save) => {
  (save as (kept: Tensor[]) => void)([x as Tensor]);
  const [value] = runKernel('PfGelu', { x: x as Tensor });
  return { value, gradFunc: (dy, [x]) => runKernel('PfGeluGradient', { x, dy })[0] };
});

/**
 * Gaussian error linear unit, x Phi(x), with the exact normal distribution function (Hendrycks and Gimpel 2016).
 *
 * @throws Error when `x` is empty or not of floats.
 */
export function gelu<T extends Tensor>(x: T): T {
  requireFloats('gelu', { x });
  return tf.tidy(() => (hasKernel('PfGelu') ? fused(x) : composed(x)) as T);
}
