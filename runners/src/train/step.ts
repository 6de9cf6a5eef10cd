import * as tf from '@tensorflow/tfjs';
import { isOutOfMemory } from '../engine/out-of-memory.ts';
import { ParamError } from '../engine/param-error.ts';
import type { Model } from '../models/model.ts';
import { UserError } from '../schema/user-error.ts';
import type { Adam } from './adam.ts';
import type { Loss } from './losses/loss.ts';

export interface StepOptions {
  model: Model;
  /** Values of one row of input and of target. */
  inputs: number;
  outputs?: number;
  batchSize: number;
  /**
   * Fills the batch of a step, `[batchSize, inputs]` and `[batchSize, outputs]`, e.g. with fresh noise each time. What it
   * writes may depend on the step and on nothing that an earlier call left: a resumed training begins at any step.
   */
  batches(step: number, x: Float32Array, y: Float32Array): void;
}

/** What a step measured; undefined when loss or gradient were not finite and nothing was moved. */
export type StepResult = { loss: number; gradientNorm: number } | undefined;

/** A function that draws the batch of a step and moves the weights. */
export function createStep(options: StepOptions, loss: Loss, adam: Adam): (step: number, rate: number) => StepResult {
  const { model, inputs, outputs = 1, batchSize } = options;
  const shapes: [number, number][] = [
    [batchSize, inputs],
    [batchSize, outputs],
  ];
  const [x, y] = explained(options, () => shapes.map(([rows, columns]) => new Float32Array(rows * columns)));
  const gradientsOf = () => {
    const input = tf.tensor2d(x, shapes[0]);
    const target = tf.tensor2d(y, shapes[1]);
    return tf.variableGrads(() => loss(model.predict(input), target), model.variables);
  };
  return (step, rate) => {
    options.batches(step, x, y);
    return tf.tidy(() => {
      const { value, grads } = explained(options, gradientsOf);
      const [size] = value.dataSync();
      if (!Number.isFinite(size)) return undefined;
      const gradientNorm = adam.step(
        model.variables.map(({ name }) => grads[name]),
        rate,
      );
      return Number.isNaN(gradientNorm) ? undefined : { loss: size, gradientNorm };
    });
  };
}

/** Says of a fault in the middle of tfjs what it comes from: the size of the batch or shapes that do not fit. */
function explained<T>({ batchSize, inputs, outputs = 1 }: StepOptions, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UserError) throw error;
    const { message } = error;
    if (isOutOfMemory(error)) {
      throw new ParamError('batchSize', batchSize, `there is not enough memory for such a batch (${message})`, {
        hint: 'Choose a smaller batchSize or a smaller model.',
        cause: error,
      });
    }
    const shapes = `inputs [${batchSize}, ${inputs}] and targets [${batchSize}, ${outputs}]`;
    throw new UserError(`the model cannot be trained on ${shapes}: ${message}`, { cause: error });
  }
}
