import * as tf from '@tensorflow/tfjs';
import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { AdamCoefficients } from './backend.ts';

/** Adam step in tensor operations, for backends without a kernel of their own; see `Backend.adamStep`. */
export function adamStep(
  weight: Variable,
  mean: Variable,
  square: Variable,
  gradient: Tensor,
  c: AdamCoefficients,
): void {
  tf.tidy(() => {
    const scaled = tf.mul(gradient, c.gradientScale);
    const newMean = tf.add(tf.mul(mean, c.beta1), tf.mul(scaled, 1 - c.beta1));
    const newSquare = tf.add(tf.mul(square, c.beta2), tf.mul(tf.square(scaled), 1 - c.beta2));
    const change = tf.div(tf.mul(newMean, c.rate), tf.add(tf.sqrt(newSquare), c.epsilon));
    mean.assign(newMean);
    square.assign(newSquare);
    weight.assign(tf.sub(tf.mul(weight, c.keep), change));
  });
}

/** Sum of squares of a tensor, added up in double precision. */
export function sumOfSquares(tensor: Tensor): number {
  return tensor.dataSync<'float32'>().reduce((sum, value) => sum + value * value, 0);
}
