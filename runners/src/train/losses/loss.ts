import * as tf from '@tensorflow/tfjs';

/** What training makes small: a mean over the batch of `[batch, outputs]` and `[batch, targets]`. */
export type Loss = (prediction: tf.Tensor2D, target: tf.Tensor2D) => tf.Scalar;

/** |x| with gradient 0 at 0, where that of `tf.abs` is -1. */
export const absolute = <T extends tf.Tensor>(x: T): T => tf.mul(x, tf.sign(x));
