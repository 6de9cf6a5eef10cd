import { Worker } from 'node:worker_threads';
import { Board } from './board.ts';
import type { WorkerStart } from './team-worker.ts';

/** Kernels of one module on one shared memory, performed by several threads. */
export interface Team {
  readonly threads: number;
  /**
   * Performs a kernel once for each list of arguments and returns when all are done. Each call gets the address of its
   * thread's working memory as its last argument. Jobs must write to places of their own.
   *
   * @throws Error when a kernel traps, on whichever thread.
   */
  run(kernel: string, jobs: readonly (readonly number[])[]): void;
}

/**
 * Starts a team with one thread for each address of working memory in `scratch`; the first is the caller's. The others
 * sleep when there is nothing to do and do not keep the process alive.
 *
 * @param exports of an instance of `module` on `memory`
 */
export function createTeam(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  exports: object,
  scratch: readonly number[],
): Team {
  const kernels = Object.entries(exports) as [string, (...args: number[]) => void][];
  const indices = new Map(kernels.map(([name], index) => [name, index]));
  const [own, ...others] = scratch;
  const board = new Board();
  for (const address of others) {
    const workerData: WorkerStart = { module, memory, board: board.buffer, scratch: address };
    new Worker(new URL('./team-worker.ts', import.meta.url), { workerData, execArgv: [] }).unref();
  }
  const perform = (kernel: number, args: Iterable<number>) => kernels[kernel][1](...args, own);

  return {
    threads: scratch.length,
    run(name, jobs) {
      const kernel = indices.get(name);
      if (kernel === undefined) throw new Error(`there is no kernel ${name}`);
      if (jobs.length <= 1 || others.length === 0) {
        for (const job of jobs) perform(kernel, job);
        return;
      }
      const capacity = Board.capacity(jobs[0].length);
      for (let from = 0; from < jobs.length; from += capacity) {
        board.post(kernel, jobs.slice(from, from + capacity), others.length);
        board.work(perform);
        board.awaitEnd();
      }
    },
  };
}
