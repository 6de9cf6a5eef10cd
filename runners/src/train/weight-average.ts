import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { variable } from '../models/model.ts';
import { restoreWeights, saveWeights } from './weights.ts';

/** Exponential moving average (EMA) of a model's weights. */
export interface WeightAverage {
  /** Takes the weights after `step` steps in. */
  update(step: number): void;
  save(): Float32Array[];
  restore(weights: Float32Array[]): void;
  dispose(): void;
}

/**
 * Averages weights: decay x average + (1 - decay) x weight after each step. The first steps count more, decay being at most
 * (1 + step) / (10 + step), so that the initial weights are soon forgotten (as TensorFlow's ExponentialMovingAverage).
 * @param decay In [0, 1), e.g. 0.999.
 */
export function createWeightAverage({ variables }: Pick<Model, 'variables'>, decay: number): WeightAverage {
  const averages = saveWeights({ variables }).map((weights, i) => variable(weights, variables[i].shape));
  return {
    update(step) {
      const keep = Math.min(decay, (1 + step) / (10 + step));
      tf.tidy(() => {
        for (const [i, average] of averages.entries()) {
          average.assign(tf.add(tf.mul(average, keep), tf.mul(variables[i], 1 - keep)));
        }
      });
    },
    save: () => saveWeights({ variables: averages }),
    restore: (weights) => restoreWeights({ variables: averages }, weights),
    dispose() {
      for (const average of averages) average.dispose();
    },
  };
}
