import { fork, type ChildProcess } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runEnvironment } from './run-environment.ts';
import type { Job, Report } from './worker.ts';

const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Milliseconds; a longer timer would fire at once. */
const longestTimer = 2_147_483_647;

export type RunReport = Exclude<Report, { kind: 'progress' }>;
export type FailedReport = Extract<Report, { kind: 'failed' }>;
export type OnProgress = (done: number, total: number, note: string) => void;

/** A process starts twice as fast with what Node compiled before; the worker takes it out of its environment again. */
function compileCache(): Record<string, string> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

/** Performs runs in processes of their own: memory is given back, a crash takes nothing else down. */
export interface RunProcesses {
  /** Performs a run; the promise never rejects, since a failed run is data. */
  run(job: Job, onProgress: OnProgress): Promise<RunReport>;
  /** Ends all processes at once, whatever they do. */
  close(): void;
}

/**
 * Keeps processes for the next run of the same runner, since starting one costs a third of a second.
 * @param keep How many that have nothing to do may wait.
 */
export function createRunProcesses(keep: number): RunProcesses {
  const all = new Set<ChildProcess>();
  // Oldest first. Only for the same runner and threads: a process keeps its modules and the backend that it started.
  let idle: { kind: string; child: ChildProcess }[] = [];
  let closed = false;
  const start = () => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...runEnvironment(process.env), ...compileCache() },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    all.add(child);
    child.once('close', () => {
      all.delete(child);
      idle = idle.filter((one) => one.child !== child);
    });
    return child;
  };
  const take = (kind: string): ChildProcess => {
    const at = idle.findLastIndex((one) => one.kind === kind);
    return at < 0 ? start() : idle.splice(at, 1)[0].child;
  };
  const give = (kind: string, child: ChildProcess) => {
    idle.push({ kind, child });
    if (idle.length > keep) idle.shift()!.child.kill('SIGKILL');
  };
  return {
    async run(job, onProgress) {
      if (closed) return { kind: 'failed', message: 'stopped' };
      const kind = `${job.runner} ${job.backend.name} ${job.backend.threads ?? 1}`;
      const child = take(kind);
      const report = await perform(child, job, onProgress);
      // One that failed may be in any state, and one that took much memory keeps it: the next run gets a new one.
      if (report.kind === 'done' && report.peakMemoryMiB < 1024) give(kind, child);
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
    const { timeoutSeconds } = job;
    const limit =
      timeoutSeconds === null
        ? undefined
        : setTimeout(
            () => {
              child.kill('SIGKILL');
              fail(
                `${job.config}: the run took longer than ${timeoutSeconds} s, its timeout; its checkpoints are kept`,
              );
            },
            Math.min(timeoutSeconds * 1000, longestTimer),
          );
    const finish = (report: RunReport) => {
      clearTimeout(limit);
      child.off('message', onMessage).off('error', onError).off('close', onClose);
      child.stderr!.off('data', onErrors);
      resolve(report);
    };
    child.stderr!.on('data', onErrors);
    child.on('message', onMessage).on('error', onError).on('close', onClose);
    child.send(job);
  });
}
