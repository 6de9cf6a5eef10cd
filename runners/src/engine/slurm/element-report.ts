import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../files.ts';

/** What a job tells of itself through the shared file system. */
const elementReportSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('running'), done: z.number(), total: z.number(), note: z.string() }),
  z.strictObject({
    status: z.literal('done'),
    reason: z.string(),
    seconds: z.number(),
    /** Digest of the outcome that it wrote, by which a reader knows that its file system shows the new one. */
    outcome: z.string().nullable(),
    /** Digest of the result that a run measured, by which its conclusion finds it among others of the same key. */
    result: z.string().nullable(),
  }),
  z.strictObject({ status: z.literal('failed'), reason: z.string() }),
]);

export type ElementReport = z.infer<typeof elementReportSchema>;

/** Base name of the files of a task's run, or of its conclusion: `line-fit-smoke-3`, `line-fit-smoke-conclude`. */
export const elementName = (task: { id: string; profile: string }, part: number | 'conclude'): string =>
  `${task.id}-${task.profile}-${part}`;

export const reportFile = (folder: string, name: string): string => join(folder, `${name}.json`);

export function writeReport(folder: string, name: string, report: ElementReport): void {
  writeAtomic(reportFile(folder, name), `${JSON.stringify(report)}\n`);
}

/** Null where the job has said nothing yet, or nothing that can be read. */
export function readReport(folder: string, name: string): ElementReport | null {
  try {
    return elementReportSchema.parse(JSON.parse(readFileSync(reportFile(folder, name), 'utf8')));
  } catch {
    return null;
  }
}

const tailBytes = 4000;
const tailLines = 12;

/** The last lines of a log; empty where there is none. */
export function logTail(file: string): string[] {
  try {
    const text = readFileSync(file).subarray(-tailBytes).toString();
    return text.trimEnd().split('\n').slice(-tailLines);
  } catch {
    return [];
  }
}
