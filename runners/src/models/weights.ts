import type * as tf from '@tensorflow/tfjs';
import { createRandom } from '../random.ts';
import { variable } from './model.ts';

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/**
 * Makes the weights of one model from its seed, and keeps them in the order in which they were made, each under a name
 * that does not change from run to run. Every weight has a random stream of its own, named after it.
 */
export class Weights {
  readonly variables: tf.Variable[] = [];
  readonly names: string[] = [];
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Normal deviates; `stream` names their random stream where it is not that of the weight. */
  normal(name: string, shape: number[], deviation: number, stream = name): tf.Variable {
    const values = new Float32Array(sizeOf(shape));
    createRandom(this.#seed, 'weights', stream).fillNormal(values);
    for (let i = 0; i < values.length; i++) values[i] *= deviation;
    return this.#add(name, values, shape);
  }

  constant(name: string, shape: number[], value: number): tf.Variable {
    return this.#add(name, new Float32Array(sizeOf(shape)).fill(value), shape);
  }

  dispose(): void {
    for (const each of this.variables) each.dispose();
  }

  #add(name: string, values: Float32Array, shape: number[]): tf.Variable {
    const result = variable(values, shape);
    this.variables.push(result);
    this.names.push(name);
    return result;
  }
}
