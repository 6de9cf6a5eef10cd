import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';

/** Copies of a model's weights, outside the tensors. */
export function saveWeights({ variables }: Pick<Model, 'variables'>): Float32Array[] {
  return variables.map((variable) => variable.dataSync<'float32'>());
}

/** Puts saved weights back. */
export function restoreWeights({ variables }: Pick<Model, 'variables'>, weights: Float32Array[]): void {
  for (const [i, variable] of variables.entries()) {
    const value = tf.tensor(weights[i], variable.shape, 'float32');
    variable.assign(value);
    value.dispose();
  }
}
