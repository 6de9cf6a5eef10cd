import * as tf from '@tensorflow/tfjs';
import { variable } from '../../models/model.ts';
import type { Loss } from './loss.ts';

/** One of several tasks: what it takes of the model's outputs and of the targets, in the order of the tasks. */
export interface WeightedTask {
  outputs: number;
  targets: number;
  loss: Loss;
}

export interface UncertaintyWeighted {
  loss: Loss;
  /** s of each task, begun at 0. Train them with the model: `variables: [...model.variables, ...weighted.variables]`. */
  variables: tf.Variable[];
  dispose(): void;
}

/**
 * Several tasks with weights that are learnt: the sum of exp(-s) L + s over the tasks (Kendall, Gal and Cipolla 2018),
 * so that a task of large loss gets a small weight.
 */
export function uncertaintyWeighted(tasks: readonly WeightedTask[]): UncertaintyWeighted {
  const variables = tasks.map(() => variable(Float32Array.of(0), [1]));
  return {
    variables,
    loss(prediction, target) {
      let [output, column] = [0, 0];
      const parts = tasks.map(({ outputs, targets, loss }, i) => {
        const own = loss(
          tf.slice(prediction, [0, output], [-1, outputs]),
          tf.slice(target, [0, column], [-1, targets]),
        );
        output += outputs;
        column += targets;
        return tf.add(tf.mul(tf.exp(tf.neg(variables[i])), own), variables[i]);
      });
      return tf.sum(parts.reduce((sum, part) => tf.add(sum, part)));
    },
    dispose() {
      for (const each of variables) each.dispose();
    },
  };
}
