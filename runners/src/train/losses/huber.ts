import * as tf from '@tensorflow/tfjs';
import type { Loss } from './loss.ts';

/** r^2 / 2 up to |r| = delta, delta (|r| - delta / 2) beyond, element by element (Huber 1964). */
export function huberOf<T extends tf.Tensor>(residual: T, delta: number): T {
  const clipped = tf.clipByValue(residual, -delta, delta);
  return tf.mul(clipped, tf.sub(residual, tf.mul(clipped, 0.5)));
}

/**
 * Squared error for small residuals, absolute error for large ones.
 * @param delta Where the two meet, > 0, in units of the target.
 */
export function huber(delta: number): Loss {
  return (prediction, target) => tf.mean(huberOf(tf.sub(prediction, target), delta));
}
