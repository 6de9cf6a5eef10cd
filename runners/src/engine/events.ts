import type { Scope } from '../schema/index.ts';

/** One line of `reproduce --json`. */
export interface RunEvent {
  event: 'run';
  id: string;
  profile: string;
  seed: number;
  /** Sweep point, where the config sweeps. */
  point?: Scope;
  status: 'fresh' | 'ran' | 'failed' | 'stale' | 'missing';
  reason: string;
  backend: string;
  seconds: number;
}

export interface ProgressEvent {
  event: 'progress';
  id: string;
  profile: string;
  seed: number;
  point: Scope;
  done: number;
  total: number;
  note: string;
}

/** An experiment begins; expectations come from its last provenance, and are null where it never ran. */
export interface TaskEvent {
  event: 'task';
  id: string;
  profile: string;
  runs: number;
  reason: string;
  expectedSeconds: number | null;
  expectedMemoryMiB: number | null;
}

/** An experiment ended. */
export interface TaskEndEvent {
  event: 'task-end';
  id: string;
  profile: string;
  status: 'fresh' | 'ran' | 'failed';
  reason: string;
  seconds: number;
}

export interface Difference {
  /** Where in the outcome, e.g. `r2?model=mlp&snr=5`, or a figure. */
  where: string;
  committed: string;
  reexecuted: string;
  /** Noise floor of the metric; left out where there is none, as for a figure. */
  noise?: number;
}

export interface VerifyEvent {
  event: 'verify';
  id: string;
  profile: string;
  result: 'equal' | 'within-noise' | 'changed' | 'flipped' | 'failed';
  seconds: number;
  differences: Difference[];
}

export type EngineEvent = RunEvent | ProgressEvent | TaskEvent | TaskEndEvent | VerifyEvent;
