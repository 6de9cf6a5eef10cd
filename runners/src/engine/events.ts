import type { LockOwner } from './lock.ts';
import type { Scope } from '../schema/index.ts';

/** One line of `reproduce --json`. */
export interface RunEvent {
  event: 'run';
  id: string;
  profile: string;
  seed: number;
  /** Sweep point, where the config sweeps. */
  point?: Scope;
  /** `kept`: it was run before, and its run is in the store. */
  status: 'fresh' | 'ran' | 'kept' | 'failed' | 'stale' | 'missing';
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

/** An experiment that would run, with what it is expected to take. */
export interface PlanEvent {
  event: 'plan';
  id: string;
  profile: string;
  /** Runs to perform, and those that are in the store already. */
  runs: number;
  kept: number;
  /** How it stands; `verify` where that does not count. */
  status: 'fresh' | 'stale' | 'missing' | 'verify';
  reason: string;
  /** Of the runs to perform, one after another; null where nobody knows. */
  expectedSeconds: number | null;
  /** Of one run; null where nobody knows. */
  expectedMemoryMiB: number | null;
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
  /** `skipped`: this machine has not what it needs. */
  status: 'fresh' | 'ran' | 'failed' | 'skipped';
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

/** What a cluster says of jobs that are alike. */
export interface JobsEvent {
  event: 'jobs';
  id: string;
  profile: string;
  /** Slurm's word, e.g. PENDING. */
  state: string;
  /** Why they wait or failed; empty where there is nothing to say. */
  reason: string;
  node: string;
  /** Numbers of the jobs, and of the runs that they do. */
  jobs: { job: string; part: number | 'conclude' }[];
}

/** The end of the log of a job that failed. */
export interface LogEvent {
  event: 'log';
  id: string;
  profile: string;
  /** Below the root. */
  file: string;
  lines: string[];
}

/** Another process works on an experiment; null where its lock cannot be understood. */
export interface WaitingEvent {
  event: 'waiting';
  id: string;
  profile: string;
  owner: LockOwner | null;
}

/** An entry of the store was spoilt: it is gone, and made again. */
export interface CorruptedEvent {
  event: 'corrupted';
  file: string;
}

export type EngineEvent =
  | PlanEvent
  | WaitingEvent
  | CorruptedEvent
  | RunEvent
  | ProgressEvent
  | TaskEvent
  | TaskEndEvent
  | VerifyEvent
  | JobsEvent
  | LogEvent;
