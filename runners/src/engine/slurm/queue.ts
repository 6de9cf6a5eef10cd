/** One job, or one element of a job array, as squeue shows it. */
export interface QueuedJob {
  /** Number of the job; for an element that of its array. */
  job: string;
  /** Null for a job that is no array. */
  element: number | null;
  /** A word of Slurm's, e.g. PENDING. */
  state: string;
  /** Why it waits or how it ended, e.g. Resources; empty where there is nothing to say. */
  reason: string;
  node: string;
  comment: string;
}

/** What squeue is asked for; the comment comes last since a foreign one may hold anything. */
export const queueFormat = '%F|%K|%T|%r|%N|%k';

/** Reads the output of squeue in {@link queueFormat}. Lines of another form are left out. */
export function parseQueue(text: string): QueuedJob[] {
  return text.split('\n').flatMap((line) => {
    const [job, element, state, reason, node, ...comment] = line.split('|');
    if (!/^\d+$/.test(job) || comment.length === 0) return [];
    return [
      {
        job,
        element: /^\d+$/.test(element) ? Number(element) : null,
        state,
        reason: reason === 'None' ? '' : reason,
        node: node === '(null)' ? '' : node,
        comment: comment.join('|'),
      },
    ];
  });
}

/** What a state means for who waits for the result. */
export type Phase = 'waiting' | 'running' | 'completed' | 'lost';

const phases: Record<string, Phase> = {
  PENDING: 'waiting',
  CONFIGURING: 'waiting',
  REQUEUED: 'waiting',
  REQUEUE_FED: 'waiting',
  REQUEUE_HOLD: 'waiting',
  RESV_DEL_HOLD: 'waiting',
  SPECIAL_EXIT: 'waiting',
  SUSPENDED: 'waiting',
  STOPPED: 'waiting',
  // It may yet be queued again, by a failed node or a preemption.
  COMPLETING: 'running',
  RESIZING: 'running',
  RUNNING: 'running',
  SIGNALING: 'running',
  STAGE_OUT: 'running',
  COMPLETED: 'completed',
};

/** `lost` for every state that ends a job without its work being done: FAILED, TIMEOUT, NODE_FAIL, CANCELLED, … */
export const phaseOf = (state: string): Phase => phases[state] ?? 'lost';

/** What the states that end a job mean, with what to do. */
const meanings: Record<string, string> = {
  BOOT_FAIL: 'its node did not start',
  CANCELLED: 'it was cancelled',
  DEADLINE: 'its deadline passed',
  FAILED: 'it failed',
  NODE_FAIL: 'its node failed and the job was not queued again',
  OUT_OF_MEMORY: 'its memory ran out; give it more with `slurm: memory`',
  PREEMPTED: 'it was preempted and not queued again',
  TIMEOUT: 'its time was up; give it more with `slurm: time`',
};

export const meaningOf = (state: string): string => meanings[state] ?? `Slurm says ${state}`;
