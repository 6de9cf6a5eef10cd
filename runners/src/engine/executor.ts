import { performCommand } from './command/run-command.ts';
import { createRunProcesses, type OnProgress, type RunReport } from './run-process.ts';
import type { Job } from './worker.ts';

/** Performs runs on this machine. */
export interface Executor {
  perform(job: Job, onProgress: OnProgress): Promise<RunReport>;
  /** Ends all runs at once, whatever they do. */
  close(): void;
}

export function createExecutor({ threads }: { threads: number }): Executor {
  const processes = createRunProcesses(threads);
  const stop = new AbortController();
  return {
    perform: (job, onProgress) =>
      job.command
        ? performCommand(job, job.command, { onProgress, signal: stop.signal })
        : processes.run(job, onProgress),
    close() {
      stop.abort();
      processes.close();
    },
  };
}
