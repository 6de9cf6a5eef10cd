import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Report } from './worker.ts';

const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));

export type RunReport = Exclude<Report, { kind: 'progress' }>;
type OnProgress = (done: number, total: number, note: string) => void;

/** Processes for the runs of one experiment: one is used again for the next run, since starting costs a third of a second. */
export interface RunProcesses {
  /** Performs a run; the promise never rejects, since a failed run is data. */
  run(job: Job, onProgress: OnProgress): Promise<RunReport>;
  /** Ends all processes at once, whatever they do. */
  close(): void;
}

export function createRunProcesses(): RunProcesses {
  const all = new Set<ChildProcess>();
  // By threads: a process keeps the backend that it started.
  const idle = new Map<number, ChildProcess[]>();
  let closed = false;
  const start = () => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    all.add(child);
    child.once('close', () => all.delete(child));
    return child;
  };
  return {
    async run(job, onProgress) {
      if (closed) return { kind: 'failed', message: 'stopped' };
      const { threads = 1 } = job.backend;
      const alike = idle.get(threads) ?? [];
      idle.set(threads, alike);
      const child = alike.pop() ?? start();
      const report = await perform(child, job, onProgress);
      // One that failed may be in any state: the next run gets a new one.
      if (report.kind === 'done') alike.push(child);
      else child.kill('SIGKILL');
      return report;
    },
    close() {
      closed = true;
      all.forEach((child) => child.kill('SIGKILL'));
    },
  };
}

function perform(child: ChildProcess, job: Job, onProgress: OnProgress): Promise<RunReport> {
  return new Promise((resolve) => {
    let errors = '';
    const onErrors = (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000));
    const onMessage = (message: Report) => {
      if (message.kind === 'progress') onProgress(message.done, message.total, message.note);
      else finish(message);
    };
    const fail = (message: string) => finish({ kind: 'failed', message });
    const onError = (error: Error) => fail(error.message);
    const onClose = (code: number | null, signal: string | null) => {
      const cause = signal === 'SIGKILL' ? ', as systems do when memory runs out' : '';
      const how = signal ? `was ended by ${signal}${cause}` : `ended with code ${code}`;
      fail(`the process of the run ${how}${errors && `: ${errors.trim()}`}`);
    };
    const finish = (report: RunReport) => {
      child.off('message', onMessage).off('error', onError).off('close', onClose);
      child.stderr!.off('data', onErrors);
      resolve(report);
    };
    child.stderr!.on('data', onErrors);
    child.on('message', onMessage).on('error', onError).on('close', onClose);
    child.send(job);
  });
}
