import { digest } from '../canonical.ts';
import type { QueuedJob } from './queue.ts';

/** What a job is for, as its comment says: by this a later process knows the jobs of its root. */
export interface JobPurpose {
  /** Name of the submission's folder. */
  submission: string;
  /** `<id>/<profile>` */
  task: string;
  /** Place of an array's first element in the list of runs; `conclude` for the job that puts the runs together. */
  part: number | 'conclude';
}

const label = 'paper-factory';
const rootName = (root: string): string => digest(root).slice(0, 16);

export const jobComment = (root: string, { submission, task, part }: JobPurpose): string =>
  [label, rootName(root), submission, task, part].join(' ');

/** What a queued job is for, or null where it is none of this root. */
export function purposeOf(root: string, { comment }: QueuedJob): JobPurpose | null {
  const [tool, owner, submission, task, part] = comment.split(' ');
  if (tool !== label || owner !== rootName(root)) return null;
  return { submission, task, part: part === 'conclude' ? part : Number(part) };
}
