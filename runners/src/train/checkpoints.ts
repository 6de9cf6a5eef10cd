import type { CheckpointStore } from '../engine/checkpoint-store.ts';
import { canonicalJson } from '../engine/canonical.ts';
import type { Model } from '../models/model.ts';
import { UserError } from '../schema/user-error.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint-file.ts';
import { isBetter, type ScoreDirection } from './early-stopping.ts';
import type { TrainingRecord, TrainingState } from './state.ts';
import { restoreWeights } from './weights.ts';

export interface CheckpointOptions {
  /** From `RunContext`; null keeps none. */
  store: CheckpointStore | null;
  /** Tells the trainings of one run apart; default `training`. */
  label?: string;
  /** Steps between two checkpoints; there is one after the last step too. */
  every: number;
  /** Best validations whose weights are kept as `<label>-step-<n>`, beside `<label>-latest` and `<label>-best`; default 0. */
  keep?: number;
}

/** The checkpoints of one training. */
export interface TrainingCheckpoints {
  /** Puts the state of the latest checkpoint back, where there is one. */
  resume(state: TrainingState): void;
  /** Writes `latest`, and `best` when it changed. */
  save(state: TrainingState): void;
  /** Keeps the weights of a validation that is among the best. */
  keep(state: TrainingState, record: TrainingRecord): void;
}

/** @param settings What decides the bytes of the training besides the run's own identity. */
export function createTrainingCheckpoints(
  store: CheckpointStore,
  { label = 'training', keep = 0 }: CheckpointOptions,
  settings: Record<string, unknown>,
  direction: ScoreDirection,
): TrainingCheckpoints {
  const own = { ...settings, run: store.identity };
  const write = (name: string, checkpoint: Omit<Checkpoint, 'settings'>) =>
    store.write(`${label}-${name}`, encodeCheckpoint({ settings: own, ...checkpoint }));
  let bestWritten: number | undefined;

  return {
    resume(state) {
      const file = store.fileOf(`${label}-latest`);
      const bytes = store.read(`${label}-latest`);
      if (!bytes) return;
      const checkpoint = decodeCheckpoint(bytes, file);
      refuseOther(checkpoint.settings, own, file);
      state.restore(checkpoint);
      bestWritten = state.progress.best?.step;
    },
    save(state) {
      const { best } = state.progress;
      if (best && best.step !== bestWritten) {
        write('best', { progress: best, arrays: { weights: state.bestWeights! } });
        bestWritten = best.step;
      }
      write('latest', state.save());
    },
    keep(state, { step, score }) {
      const { progress } = state;
      const place = progress.top.findIndex((other) => isBetter(score, other.score, direction));
      const ranked = progress.top.toSpliced(place < 0 ? progress.top.length : place, 0, { step, score });
      progress.top = ranked.slice(0, keep);
      if (progress.top.some((each) => each.step === step)) {
        write(`step-${step}`, { progress: { step, score }, arrays: { weights: state.weights() } });
      }
      for (const dropped of ranked.slice(keep)) store.remove(`${label}-step-${dropped.step}`);
    },
  };
}

function refuseOther(found: Record<string, unknown>, expected: Record<string, unknown>, file: string): void {
  const text = (value: unknown) => (value === undefined ? 'nothing' : canonicalJson(value));
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  const other = keys.filter((key) => text(found[key]) !== text(expected[key]));
  if (other.length === 0) return;
  const differences = other.map((key) => `${key} is ${text(found[key])} there and ${text(expected[key])} here`);
  throw new UserError(`${file} is a checkpoint of another training: ${differences.join('; ')}`, {
    hint: 'Delete it, or reproduce with --force, to train from the start; or go back to the config it was made with.',
  });
}

/**
 * Gives a model the weights of a checkpoint, such as `<label>-best`, for instance to fine-tune them.
 * @throws {UserError} that names the file when it is missing, damaged or of a model with other shapes.
 */
export function loadCheckpointWeights(model: Pick<Model, 'variables'>, store: CheckpointStore, name: string): void {
  const file = store.fileOf(name);
  const bytes = store.read(name);
  if (!bytes) throw new UserError(`there is no checkpoint ${file}`, { hint: 'Train the model that it is of first.' });
  const { weights } = decodeCheckpoint(bytes, file).arrays;
  const found = weights.map(({ length }) => length).join(', ');
  const expected = model.variables.map(({ size }) => size).join(', ');
  if (found !== expected) {
    throw new UserError(`${file} is of another model: its weights have ${found} values, the model's ${expected}`, {
      hint: 'Use the sizes of the model that it was made with.',
    });
  }
  restoreWeights(model, weights);
}
