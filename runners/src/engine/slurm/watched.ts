import type { Task } from '../plan.ts';
import { meaningOf, phaseOf, type QueuedJob } from './queue.ts';
import type { ElementReport } from './element-report.ts';

/** One thing that a job does: a run of a task, or putting its runs together. */
export interface WatchedPart {
  task: Task;
  /** Number of the run in the task. */
  part: number | 'conclude';
  /** `12_3` for an element of an array, `13` for another job; null where it had left the queue before. */
  job: string | null;
  /** Absolute path of its log. */
  log: string;
}

export interface PartState {
  phase: 'waiting' | 'running' | 'done' | 'failed';
  /** Slurm's word for it, or what was made out without Slurm. */
  state: string;
  /** Why it waits or failed; empty where there is nothing to say. */
  reason: string;
  node: string;
  report: ElementReport | null;
  /** Since when its end is in doubt, in seconds of the watching clock; null while it is not. */
  doubtSince: number | null;
}

export const atFirst: PartState = {
  phase: 'waiting',
  state: 'SUBMITTED',
  reason: '',
  node: '',
  report: null,
  doubtSince: null,
};

/** How long a result may take to appear on this machine: NFS keeps what it knows of a folder for up to 60 s. */
export const appearSeconds = 90;
/** How long a job may be in a state that ends it: Slurm passes NODE_FAIL and PREEMPTED on its way to queue it again. */
const requeueSeconds = 5;

export const isSettled = ({ phase }: PartState): boolean => phase === 'done' || phase === 'failed';

/**
 * The next state of a part from what Slurm and the part itself say. What the part says of its end counts most: Slurm
 * forgets jobs, and without accounting nobody can ask it later.
 * @param now Seconds of any clock that goes forward.
 */
export function nextState(
  before: PartState,
  queued: QueuedJob | null,
  report: ElementReport | null,
  now: number,
): PartState {
  const { state, reason, node } = queued ?? before;
  const phase = queued ? phaseOf(queued.state) : 'gone';
  const known = { state, reason, node, report };
  if (phase === 'waiting' || phase === 'running') {
    // It may hold the report of an attempt that a failed node ended.
    return { ...known, phase, doubtSince: null };
  }
  if (report?.status === 'done')
    return { ...known, phase: 'done', state: 'COMPLETED', reason: report.reason, doubtSince: null };
  if (report?.status === 'failed')
    return { ...known, phase: 'failed', state: 'FAILED', reason: report.reason, doubtSince: null };
  const doubtSince = before.doubtSince ?? now;
  const lost = phase === 'lost';
  if (now - doubtSince < (lost ? requeueSeconds : appearSeconds)) return { ...known, phase: 'running', doubtSince };
  const why = lost ? meaningOf(state) : 'it left the queue of Slurm and no result of it appeared in the shared folder';
  return { ...known, phase: 'failed', reason: why, doubtSince };
}
