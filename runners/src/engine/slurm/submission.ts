import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../schema/index.ts';
import { canonicalJson, digest } from '../canonical.ts';
import { writeAtomic } from '../files.ts';
import { createDataDigests } from '../data-digests.ts';
import { keyParts, runnerCode } from '../keys.ts';
import type { Task } from '../plan.ts';

const submissionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  date: z.string(),
  /** Most elements of an array: a run beyond has its number in another one. */
  arraySize: z.int(),
  tasks: z.record(
    z.string(),
    z.strictObject({
      /** What it was when it was submitted; see {@link taskState}. */
      state: z.string(),
      /** Numbers of the runs to do. */
      runs: z.array(z.int()),
      /** Run even what the store has. */
      force: z.boolean(),
      /** Submissions in which upstream tasks are concluded, by their names; those that were fresh are not in it. */
      upstream: z.record(z.string(), z.string()),
    }),
  ),
});

/** What was submitted at once, and what its jobs read when they start. */
export type Submission = z.infer<typeof submissionSchema>;

/** Digest of what must be the same when a job starts: all that its runs rest on but what is upstream. */
export function taskState(root: string, task: Task): string {
  const parts = keyParts(task, {}, runnerCode(task.config.runner, root), createDataDigests(root));
  return digest(canonicalJson([parts, task.runs]));
}

/** A new folder below `home`, named by the date: `20261121-171200`, then `20261121-171200-2`. */
export function createSubmissionFolder(home: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  mkdirSync(home, { recursive: true });
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? stamp : `${stamp}-${count}`;
    try {
      mkdirSync(join(home, name));
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const fileOf = (folder: string) => join(folder, 'submission.json');

export function writeSubmission(folder: string, submission: Submission): void {
  writeAtomic(fileOf(folder), `${JSON.stringify(submission, null, 2)}\n`);
}

/** @throws {UserError} where it is missing or damaged. */
export function readSubmission(folder: string): Submission {
  try {
    return submissionSchema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
  } catch (error) {
    throw new UserError(`could not read ${fileOf(folder)}`, {
      hint: 'It tells the jobs of a submission what to do. Cancel them with scancel, then submit again.',
      cause: error,
    });
  }
}
