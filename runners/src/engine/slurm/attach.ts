import { join } from 'node:path';
import type { SlurmClient } from './client.ts';
import { purposeOf, type JobPurpose } from './job-comment.ts';
import { phaseOf, type QueuedJob } from './queue.ts';
import { readSubmission, type Submission } from './submission.ts';

/** Jobs of one task that an earlier process submitted and that have not ended. */
export interface OpenTask {
  submission: string;
  /** Null where it cannot be read. */
  record: Submission['tasks'][string] | null;
  /** Most elements of an array when it was submitted. */
  arraySize: number;
  /** Number of the job by the part that it does. */
  jobs: Map<JobPurpose['part'], string>;
}

const isOpen = ({ state }: QueuedJob): boolean => ['waiting', 'running'].includes(phaseOf(state));

function recordOf(home: string, submission: string, task: string): Pick<OpenTask, 'record' | 'arraySize'> {
  try {
    const { tasks, arraySize } = readSubmission(join(home, submission));
    return { record: tasks[task] ?? null, arraySize };
  } catch {
    return { record: null, arraySize: Infinity };
  }
}

/** What of this root is still in the queue, by task; of two submissions of one task the newest. */
export function findOpen(root: string, home: string, queue: readonly QueuedJob[]): Map<string, OpenTask[]> {
  const found = new Map<string, OpenTask[]>();
  for (const job of queue.filter(isOpen)) {
    const purpose = purposeOf(root, job);
    if (!purpose) continue;
    const { submission, task, part } = purpose;
    const known = found.get(task) ?? [];
    found.set(task, known);
    let open = known.find((one) => one.submission === submission);
    if (!open) known.push((open = { submission, ...recordOf(home, submission, task), jobs: new Map() }));
    open.jobs.set(part, job.job);
  }
  return found;
}

/** Seconds that cancelled jobs get to end. */
const endSeconds = 60;

/**
 * Cancels jobs and waits until they are gone: those that take their place do the same runs.
 * @param pause Waits for a second, or less.
 */
export async function cancelAndWait(
  client: SlurmClient,
  jobs: readonly string[],
  pause: (seconds: number) => Promise<void>,
): Promise<void> {
  if (jobs.length === 0) return;
  await client.cancel(jobs);
  const doomed = new Set(jobs);
  for (let waited = 0; waited < endSeconds; waited += 1) {
    if (!(await client.queue()).some((job) => doomed.has(job.job) && isOpen(job))) return;
    await pause(1);
  }
}
