import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';

/** Scaled dot-product attention, softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017); all `[batch, heads, tokens, d]`. */
export function attention(q: Tensor4D, k: Tensor4D, v: Tensor4D): Tensor4D {
  return tf.tidy(() => {
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3]));
    return tf.matMul(tf.softmax(scores), v);
  });
}
