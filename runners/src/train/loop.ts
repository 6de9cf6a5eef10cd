import * as tf from '@tensorflow/tfjs';
import type { Backend } from '../backend/index.ts';
import type { Model } from '../models/model.ts';
import { createAdam, type AdamOptions } from './adam.ts';
import { learningRate, type Schedule } from './schedule.ts';
import { restoreWeights, saveWeights } from './weights.ts';

export interface TrainingOptions extends AdamOptions {
  backend: Backend;
  model: Model;
  /** Values of one row of input and of target. */
  inputs: number;
  outputs?: number;
  batchSize: number;
  schedule: Schedule;
  /** Fills the batch of a step, `[batchSize, inputs]` and `[batchSize, outputs]`, e.g. with fresh noise each time. */
  batches(step: number, x: Float32Array, y: Float32Array): void;
  /** Scalar to make small; default: mean squared error. */
  loss?(prediction: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar;
  /** Score on held-out data, higher is better, after every `every` steps and after the last. */
  validation?: { every: number; score(): number };
  /** After each step, with its loss. */
  onProgress?(done: number, total: number, loss: number): void;
}

export interface TrainingRecord {
  /** Steps done. */
  step: number;
  /** Mean loss of the steps since the last record. */
  loss: number;
  score: number;
}

export interface TrainingResult {
  /** `diverged` when loss, gradient or score left the finite numbers; the weights are then the best ones before. */
  status: 'ok' | 'diverged';
  /** Steps done. */
  steps: number;
  /** The record whose weights the model has now; absent without validation or before the first. */
  best?: TrainingRecord;
  /** One record a validation. */
  history: TrainingRecord[];
}

const meanSquaredError = (prediction: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar =>
  tf.mean(tf.square(tf.sub(prediction, target)));

/** Lets timers and messages of the process through, now and then: steps follow each other without a pause. */
const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Trains a model with Adam and leaves it with the weights of the best validation. Deterministic: the same options give
 * the same bytes. No tensor is left behind.
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { backend, model, inputs, outputs = 1, batchSize, schedule, validation } = options;
  const loss = options.loss ?? meanSquaredError;
  const adam = createAdam(backend, model.variables, options);
  const x = new Float32Array(batchSize * inputs);
  const y = new Float32Array(batchSize * outputs);
  const history: TrainingRecord[] = [];
  let best: TrainingRecord | undefined;
  let bestWeights: Float32Array[] | undefined;
  let [lossSum, lossCount] = [0, 0];

  /** One step; gives its loss, NaN when nothing finite came out. */
  const takeStep = (step: number): number =>
    tf.tidy(() => {
      const input = tf.tensor2d(x, [batchSize, inputs]);
      const target = tf.tensor2d(y, [batchSize, outputs]);
      const { value, grads } = tf.variableGrads(() => loss(model.predict(input), target), model.variables);
      const [size] = value.dataSync();
      if (!Number.isFinite(size)) return NaN;
      const gradients = model.variables.map(({ name }) => grads[name]);
      return Number.isNaN(adam.step(gradients, learningRate(schedule, step))) ? NaN : size;
    });

  /** Scores the model and keeps its weights when they are the best yet; false when the score is not finite. */
  const validate = (step: number): boolean => {
    const score = tf.tidy(() => validation!.score());
    if (!Number.isFinite(score)) return false;
    const record = { step, loss: lossSum / lossCount, score };
    history.push(record);
    [lossSum, lossCount] = [0, 0];
    if (!best || score > best.score) [best, bestWeights] = [record, saveWeights(model)];
    return true;
  };

  let status: TrainingResult['status'] = 'ok';
  let done = 0;
  try {
    while (done < schedule.steps && status === 'ok') {
      options.batches(done, x, y);
      const size = takeStep(done);
      if (Number.isNaN(size)) {
        status = 'diverged';
        break;
      }
      done++;
      lossSum += size;
      lossCount++;
      if (validation && (done % validation.every === 0 || done === schedule.steps) && !validate(done)) {
        status = 'diverged';
      }
      options.onProgress?.(done, schedule.steps, size);
      if (done % 16 === 0) await pause();
    }
  } finally {
    adam.dispose();
  }
  if (bestWeights) restoreWeights(model, bestWeights);
  return { status, steps: done, best, history };
}
