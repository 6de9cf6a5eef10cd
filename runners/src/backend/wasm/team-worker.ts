// A thread of a team: performs kernels on the shared memory until the process ends.
import { workerData } from 'node:worker_threads';
import { Board } from './board.ts';

export interface WorkerStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  board: SharedArrayBuffer;
  /** Address of this thread's working memory. */
  scratch: number;
}

const { module, memory, board: buffer, scratch } = workerData as WorkerStart;
const board = new Board(buffer);
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const kernels = Object.values(exports) as ((...args: number[]) => void)[];

for (;;) {
  board.awaitJobs();
  board.work((kernel, args) => kernels[kernel](...args, scratch));
}
