import type { Model } from '../models/model.ts';
import type { Adam } from './adam.ts';
import type { Checkpoint } from './checkpoint-file.ts';
import type { Waiting } from './early-stopping.ts';
import type { Extremes } from './gates.ts';
import type { WeightAverage } from './weight-average.ts';
import { restoreWeights, saveWeights } from './weights.ts';

/** One validation. */
export interface TrainingRecord {
  /** Steps done. */
  step: number;
  /** Mean loss of the steps since the last record. */
  loss: number;
  /** On held-out data. */
  score: number;
  /** Of the last step. */
  learningRate: number;
  /** Mean norm of the gradient, before clipping, of the steps since the last record. */
  gradientNorm: number;
}

/** Where a training stands, as plain data. */
export interface TrainingProgress {
  /** Steps done. */
  step: number;
  status: 'training' | 'stopped-early' | 'failed-gate' | 'diverged';
  /** Sums over the steps since the last record. */
  sums: { steps: number; loss: number; gradientNorm: number };
  history: TrainingRecord[];
  best: TrainingRecord | null;
  /** Validations whose weights are kept as checkpoints of their own, best first. */
  top: { step: number; score: number }[];
  waiting: Waiting;
  seen: Extremes;
}

interface SavedProgress extends TrainingProgress {
  /** Of the optimiser, see `AdamState`. */
  powers: [number, number];
}

const begin = (): TrainingProgress => ({
  step: 0,
  status: 'training',
  sums: { steps: 0, loss: 0, gradientNorm: 0 },
  history: [],
  best: null,
  top: [],
  waiting: { reference: null, validations: 0 },
  seen: { nonFinite: 0, gradientNorm: 0, gap: null },
});

/** Everything that the rest of a training depends on; what is saved and restored goes on to the same bytes. */
export class TrainingState {
  progress = begin();
  /** Weights of the best validation. */
  bestWeights: Float32Array[] | null = null;
  readonly #model: Model;
  readonly #adam: Adam;
  readonly #average: WeightAverage | null;

  constructor(model: Model, adam: Adam, average: WeightAverage | null) {
    this.#model = model;
    this.#adam = adam;
    this.#average = average;
  }

  /** Counts a step and what it measured. */
  advance({ loss, gradientNorm }: { loss: number; gradientNorm: number }): void {
    const { progress } = this;
    this.#average?.update(progress.step);
    progress.step++;
    progress.sums.steps++;
    progress.sums.loss += loss;
    progress.sums.gradientNorm += gradientNorm;
    progress.seen.gradientNorm = Math.max(progress.seen.gradientNorm, gradientNorm);
  }

  /** The weights to validate and to keep: the averaged ones where there is an average. */
  weights(): Float32Array[] {
    return this.#average?.save() ?? saveWeights(this.#model);
  }

  /** Calls a function while the model has the weights to validate. */
  evaluate<T>(measure: () => T): T {
    if (!this.#average) return measure();
    const trained = saveWeights(this.#model);
    restoreWeights(this.#model, this.#average.save());
    const result = measure();
    restoreWeights(this.#model, trained);
    return result;
  }

  /** Gives the model the weights of the best validation, or the last ones where nothing was validated. */
  finish(): void {
    restoreWeights(this.#model, this.bestWeights ?? this.weights());
  }

  save(): Pick<Checkpoint<SavedProgress>, 'progress' | 'arrays'> {
    const { powers, means, squares } = this.#adam.save();
    return {
      progress: { ...this.progress, powers },
      arrays: {
        weights: saveWeights(this.#model),
        means,
        squares,
        ...(this.#average && { average: this.#average.save() }),
        ...(this.bestWeights && { best: this.bestWeights }),
      },
    };
  }

  restore({ progress, arrays }: Pick<Checkpoint, 'progress' | 'arrays'>): void {
    const { powers, ...rest } = progress as SavedProgress;
    this.progress = rest;
    this.bestWeights = arrays.best ?? null;
    restoreWeights(this.#model, arrays.weights);
    this.#adam.restore({ powers, means: arrays.means, squares: arrays.squares });
    this.#average?.restore(arrays.average);
  }

  dispose(): void {
    this.#adam.dispose();
    this.#average?.dispose();
  }
}
