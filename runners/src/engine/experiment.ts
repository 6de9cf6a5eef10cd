import type { z } from 'zod';
import type { BackendOptions } from '../backend/backend.ts';
import type { DataFile } from '../data/data-file.ts';
import type { Curve, Gate, Metric, Outcome, Scope } from '../schema/index.ts';
import type { CheckpointStore } from './checkpoint-store.ts';

/** A metric as one run measures it; the engine aggregates runs over seeds into {@link Metric}. */
export type RunMetric = Omit<Metric, 'value' | 'perSeed' | 'ci' | 'resamples'> & {
  value: number;
  /**
   * Bootstrap replicates of `value`. Two metrics that share a test set and a bootstrap seed are paired replicate by
   * replicate, which is what makes a paired confidence interval possible later.
   */
  resamples?: Float64Array | number[];
  /** Keep the replicates in the outcome, for paired comparisons downstream (costs about 7 kB a metric). */
  keepResamples?: boolean;
};

/** What one run (one seed at one sweep point) gives back. */
export interface RunResult {
  /** `diverged` when training left the finite numbers, `failed-gate` when a declared gate failed. */
  status?: Outcome['status'];
  metrics: RunMetric[];
  curves?: Curve[];
  gates?: Gate[];
  /** Sizes the result rests on, e.g. `{ train: 16384, test: 2048 }`; compared with the scale a claim states. */
  scale?: Record<string, number>;
}

/** The parts of an upstream experiment that a run may read: its resolved parameters and its (aggregated) outcome. */
export interface Upstream {
  params: unknown;
  outcome: Outcome;
  /**
   * A file that its run with this seed left, e.g. pre-trained weights.
   * @throws {UserError} where no run left it, or several did and `point` does not tell them apart.
   */
  artefact(name: string, seed: number, point?: Scope): Uint8Array;
}

/** What the engine hands to a run. Everything that touches the world comes in here. */
export interface RunContext {
  /** Integer >= 1. Derive every use from it: `createRandom(seed, 'noise', epoch)`. */
  seed: number;
  upstream: Record<string, Upstream>;
  /**
   * The file that the config names under `data.source`, or one below it where that is a folder: `file('train.csv')`. Its
   * bytes are part of the key. For `readCsv`, `readNpz` and `readNpy`.
   * @throws {UserError} where the config names no data or there is no such file.
   */
  file(name?: string): DataFile;
  /** Names of the files in the folder of `data.source`, sorted; those of its folders with `/`. */
  files(): string[];
  /** What to compute with, for `loadBackend`. */
  backend: BackendOptions;
  /** Report progress: `done` of `total` units, with a short live note such as `R² 0.71`. */
  progress(done: number, total: number, note?: string): void;
  /**
   * Bytes that are expensive to make, e.g. simulated spectra: a pure function of `key` and of what `source` imports.
   * Kept outside the committed results; a verification starts with an empty one.
   * @param source The module that makes them, as `import.meta.url`, so that all runners that use it share them;
   *   the run's own module where left out.
   */
  cached(key: string, make: () => Uint8Array, source?: string): Uint8Array;
  /** For `train`, so that a killed run goes on where it was; null in a verification, which believes nothing it finds. */
  checkpoints: CheckpointStore | null;
  /** Leaves one of the files that the config lists under `artefacts`, for experiments downstream. */
  leave(name: string, bytes: Uint8Array): void;
}

/** An experiment module: a strict schema for `params` in its config, and the run. */
export interface ExperimentModule<P> {
  params: z.ZodType<P>;
  run(params: P, context: RunContext): Promise<RunResult>;
}

/** Identity function that types an experiment module. */
export function defineExperiment<P>(module: ExperimentModule<P>): ExperimentModule<P> {
  return module;
}
