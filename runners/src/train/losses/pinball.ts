import * as tf from '@tensorflow/tfjs';
import { absolute, type Loss } from './loss.ts';

/**
 * Quantile loss (Koenker and Bassett 1978): q r for r = target - prediction >= 0, (q - 1) r below, mean over the batch
 * and the quantiles.
 * @param quantiles Levels in (0, 1), one for each of the `[batch, quantiles]` outputs; the target is `[batch, 1]`.
 */
export function pinball(quantiles: readonly number[]): Loss {
  return (prediction, target) => {
    const residual = tf.sub(target, prediction);
    const tilt = tf.tensor1d(quantiles.map((quantile) => quantile - 0.5));
    return tf.mean(tf.add(tf.mul(residual, tilt), tf.mul(absolute(residual), 0.5)));
  };
}
