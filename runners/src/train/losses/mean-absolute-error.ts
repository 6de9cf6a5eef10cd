import * as tf from '@tensorflow/tfjs';
import { absolute, type Loss } from './loss.ts';

/** Mean of |prediction - target| (L1); the gradient is 0 where they are equal. */
export const meanAbsoluteError: Loss = (prediction, target) => tf.mean(absolute(tf.sub(prediction, target)));

/**
 * Mean of w |prediction - target| with a weight for each output, e.g. 1/sigma of each pixel.
 * @param weights One for each output, >= 0.
 */
export function weightedMeanAbsoluteError(weights: readonly number[]): Loss {
  return (prediction, target) => tf.mean(tf.mul(absolute(tf.sub(prediction, target)), tf.tensor1d([...weights])));
}
