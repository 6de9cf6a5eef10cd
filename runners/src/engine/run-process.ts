import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Report } from './worker.ts';

const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));

export type RunReport = Exclude<Report, { kind: 'progress' }>;

/** Starts one run; the promise never rejects, since a failed run is data. */
export function startRun(
  job: Job,
  onProgress: (done: number, total: number, note: string) => void,
): { child: ChildProcess; report: Promise<RunReport> } {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let last = '';
  child.stderr!.on('data', (chunk: Buffer) => (last = (last + chunk.toString()).slice(-4000)));
  const report = new Promise<RunReport>((resolve) => {
    let answer: RunReport | null = null;
    child.on('message', (message: Report) => {
      if (message.kind === 'progress') onProgress(message.done, message.total, message.note);
      else answer = message;
    });
    child.on('error', (error) => resolve({ kind: 'failed', message: error.message, stack: error.stack ?? '' }));
    child.on('close', (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      resolve(
        answer ?? {
          kind: 'failed',
          message: `the process of the run ${how}${last && `: ${last.trim()}`}`,
          stack: last,
        },
      );
    });
  });
  child.send(job);
  return { child, report };
}
