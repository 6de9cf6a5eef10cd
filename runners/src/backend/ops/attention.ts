import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { hasKernel, requireFloats, requireShape, runKernel } from './own-kernel.ts';

function composed(q: Tensor4D, k: Tensor4D, v: Tensor4D): Tensor {
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3]));
  return tf.matMul(tf.softmax(scores), v);
}

const fused = tf.customGrad((...args) => {
  const [q, k, v, save] = args as [Tensor, Tensor, Tensor, (kept: Tensor[]) => void];
  const [value, probabilities] = runKernel('PfAttention', { q, k, v });
  save([q, k, v, probabilities]);
  const gradFunc = (dy: Tensor, [q, k, v, probabilities]: Tensor[]) =>
    runKernel('PfAttentionGradient', { q, k, v, probabilities, dy });
  return { value, gradFunc };
});

/**
 * Scaled dot-product attention, softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017); all `[batch, heads, tokens, d]`.
 *
 * @throws Error when the shapes differ, or an input is empty or not of floats.
 */
export function attention(q: Tensor4D, k: Tensor4D, v: Tensor4D): Tensor4D {
  requireFloats('attention', { q, k, v });
  requireShape('attention', 'k', k, q.shape);
  requireShape('attention', 'v', v, q.shape);
  const run = hasKernel('PfAttention') ? fused : composed;
  return tf.tidy(() => run(q, k, v) as Tensor4D);
}
