import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Layer normalisation (Ba et al. 2016) over the last axis of `x`; `gain` and `bias` have its size. */
export function layerNorm<T extends Tensor>(x: T, gain: Tensor, bias: Tensor, epsilon = 1e-5): T {
  return tf.tidy(() => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centred), -1, true);
    return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), gain), bias);
  });
}
