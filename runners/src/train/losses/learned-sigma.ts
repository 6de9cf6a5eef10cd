import * as tf from '@tensorflow/tfjs';
import { huberOf } from './huber.ts';
import type { Loss } from './loss.ts';

/** Residual in units of the predicted deviation, and the logarithm of the latter, from `[batch, means | log variances]`. */
function standardise(prediction: tf.Tensor2D, target: tf.Tensor2D) {
  const outputs = target.shape[1];
  const mean = tf.slice(prediction, [0, 0], [-1, outputs]);
  const logVariance = tf.slice(prediction, [0, outputs], [-1, outputs]);
  const logSigma = tf.mul(logVariance, 0.5);
  return { residual: tf.mul(tf.sub(target, mean), tf.exp(tf.neg(logSigma))), logSigma };
}

/**
 * Negative log-likelihood of a normal distribution whose deviation the model learns (Nix and Weigend 1994), less its
 * constant: z^2 / 2 + log sigma. The prediction is `[batch, 2 x outputs]`: the means, then the log variances.
 */
export const gaussianLikelihood: Loss = (prediction, target) => {
  const { residual, logSigma } = standardise(prediction, target);
  return tf.mean(tf.add(tf.mul(tf.square(residual), 0.5), logSigma));
};

/**
 * {@link gaussianLikelihood} with the Huber function in place of the square, so that single outliers count less.
 * @param delta Where the square ends, > 0, in learned deviations.
 */
export function huberLikelihood(delta: number): Loss {
  return (prediction, target) => {
    const { residual, logSigma } = standardise(prediction, target);
    return tf.mean(tf.add(huberOf(residual, delta), logSigma));
  };
}
