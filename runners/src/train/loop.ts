import type { Backend } from '../backend/index.ts';
import type { Gate, Outcome } from '../schema/index.ts';
import { createAdam, type AdamOptions } from './adam.ts';
import { createTrainingCheckpoints, type CheckpointOptions } from './checkpoints.ts';
import type { EarlyStopping } from './early-stopping.ts';
import { gatesOf, type TrainingGates } from './gates.ts';
import type { Loss } from './losses/loss.ts';
import { meanSquaredError } from './losses/mean-squared-error.ts';
import { learningRate, type Schedule } from './schedule.ts';
import { TrainingState, type TrainingRecord } from './state.ts';
import { createStep, type StepOptions } from './step.ts';
import { validate, type Validation } from './validation.ts';
import { createWeightAverage } from './weight-average.ts';

export interface TrainingOptions extends AdamOptions, StepOptions {
  backend: Backend;
  /** Steps in all. */
  steps: number;
  schedule: Schedule;
  /** Default: mean squared error. */
  loss?: Loss;
  validation?: Validation;
  /** Ends the training when validations no longer get better; needs `validation`. */
  earlyStopping?: EarlyStopping;
  /** Validates and keeps an average of the weights, see {@link createWeightAverage}; its decay. */
  averageDecay?: number;
  /** Conditions that end the training when they fail. That everything is finite is always one. */
  gates?: TrainingGates;
  /** Lets a killed training go on where it was; it ends with the same bytes. */
  checkpoints?: CheckpointOptions;
  /** After each step, with its loss. */
  onProgress?(done: number, total: number, loss: number): void;
}

export interface TrainingResult {
  /** `diverged` when loss, gradient or score left the finite numbers, `failed-gate` when a gate ended the training. */
  status: Outcome['status'];
  /** Steps done; fewer than asked for when something ended the training before. */
  steps: number;
  /** The record whose weights the model has now; absent without validation or before the first. */
  best?: TrainingRecord;
  /** One record a validation. */
  history: TrainingRecord[];
  /** What was asked of the training and what was measured. */
  gates: Gate[];
}

/** Lets timers and messages of the process through, now and then: steps follow each other without a pause. */
const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Trains a model with Adam and leaves it with the weights of the best validation. Deterministic: the same options give
 * the same bytes, whether it was killed and resumed in between or not. No tensor is left behind.
 *
 * @throws {UserError} for a checkpoint that is damaged or of another training, a batch that memory does not hold, and
 *   shapes that do not fit.
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { backend, model, steps, schedule, validation, gates = {} } = options;
  const adam = createAdam(backend, model.variables, options);
  const average = options.averageDecay === undefined ? null : createWeightAverage(model, options.averageDecay);
  const state = new TrainingState(model, adam, average);
  try {
    const takeStep = createStep(options, options.loss ?? meanSquaredError, adam);
    const checkpoints = checkpointsOf(options);
    checkpoints?.resume(state);
    let saved = state.progress.step;

    while (state.progress.status === 'training' && state.progress.step < steps) {
      const rate = learningRate(schedule, state.progress.step, steps);
      const result = takeStep(state.progress.step, rate);
      if (!result) {
        diverge(state);
        break;
      }
      state.advance(result);
      const { step } = state.progress;
      if (validation && (step % validation.every === 0 || step === steps)) {
        const record = validate(state, validation, rate, options.earlyStopping);
        if (record) checkpoints?.keep(state, record);
        else diverge(state);
      }
      if (gatesOf(gates, state.progress.seen).some(({ passed }) => !passed)) fail(state);
      if (checkpoints && step % options.checkpoints!.every === 0) {
        checkpoints.save(state);
        saved = step;
      }
      options.onProgress?.(step, steps, result.loss);
      if (step % 16 === 0) await pause();
    }
    if (state.progress.step !== saved) checkpoints?.save(state);
    state.finish();
  } finally {
    state.dispose();
  }
  const { status, step, best, history, seen } = state.progress;
  return {
    status: status === 'diverged' || status === 'failed-gate' ? status : 'ok',
    steps: step,
    best: best ?? undefined,
    history,
    gates: gatesOf(gates, seen),
  };
}

function diverge({ progress }: TrainingState): void {
  progress.status = 'diverged';
  progress.seen.nonFinite = 1;
}

function fail({ progress }: TrainingState): void {
  if (progress.status !== 'diverged') progress.status = 'failed-gate';
}

/** A checkpoint is refused by a training of other settings; what they miss, such as the data, the run's identity has. */
function checkpointsOf(options: TrainingOptions) {
  const { checkpoints, model, validation } = options;
  if (!checkpoints?.store) return null;
  const { steps, schedule, inputs, outputs, batchSize, beta1, beta2, epsilon, weightDecay, clipNorm } = options;
  const { name, version } = options.backend;
  const settings = {
    backend: `${name} ${version}`,
    ...{ steps, schedule, inputs, outputs, batchSize, beta1, beta2, epsilon, weightDecay, clipNorm },
    ...{ averageDecay: options.averageDecay, earlyStopping: options.earlyStopping, gates: options.gates },
    validateEvery: validation?.every,
    shapes: model.variables.map(({ shape }) => shape),
  };
  return createTrainingCheckpoints(checkpoints.store, checkpoints, settings, validation?.direction ?? 'higher');
}
