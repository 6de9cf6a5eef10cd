import * as tf from '@tensorflow/tfjs';
import { isBetter, wait, type EarlyStopping, type ScoreDirection } from './early-stopping.ts';
import type { TrainingRecord, TrainingState } from './state.ts';

export interface Validation {
  /** Steps between two; there is one after the last step too. */
  every: number;
  /** Score of the model on held-out data. */
  score(): number;
  /** Which scores are better; default `higher`. */
  direction?: ScoreDirection;
  /** The same score on training data, for the gate on the gap between the two. */
  trainingScore?(): number;
}

/**
 * Scores the model, records that, and keeps its weights when they are the best yet.
 * @returns The record, or null when a score is not finite.
 */
export function validate(
  state: TrainingState,
  { score, direction = 'higher', trainingScore }: Validation,
  learningRate: number,
  earlyStopping?: EarlyStopping,
): TrainingRecord | null {
  const { progress } = state;
  const [heldOut, training] = state.evaluate(() => [tf.tidy(score), trainingScore && tf.tidy(trainingScore)]);
  if (!Number.isFinite(heldOut)) return null;
  if (training !== undefined) {
    const gap = (training - heldOut) * (direction === 'higher' ? 1 : -1);
    if (!Number.isFinite(gap)) return null;
    progress.seen.gap = Math.max(gap, progress.seen.gap ?? gap);
  }
  const { sums } = progress;
  const record = {
    step: progress.step,
    loss: sums.loss / sums.steps,
    score: heldOut,
    learningRate,
    gradientNorm: sums.gradientNorm / sums.steps,
  };
  progress.history.push(record);
  progress.sums = { steps: 0, loss: 0, gradientNorm: 0 };
  if (!progress.best || isBetter(record.score, progress.best.score, direction)) {
    progress.best = record;
    state.bestWeights = state.weights();
  }
  if (earlyStopping) {
    progress.waiting = wait(progress.waiting, record.score, direction, earlyStopping);
    if (progress.waiting.validations >= earlyStopping.patience) progress.status = 'stopped-early';
  }
  return record;
}
