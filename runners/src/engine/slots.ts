import { availableParallelism } from 'node:os';

/** Waits for a thread and memory, then calls `use` with the number of threads it has until its promise settles. */
export type Slots = <T>(needMiB: number, use: (threads: number) => Promise<T>) => Promise<T>;

interface Waiting {
  needMiB: number;
  begin(threads: number): void;
}

/**
 * Shares threads and memory among runs, first come first served. Each gets one thread, and one that nobody waits behind
 * gets all that are free, but no more than there are processors: a team that has to take turns waits for itself. Results
 * do not depend on it, since no number on the reference backend depends on the threads. A run that needs more memory than
 * there is runs alone.
 * @param total What all runs together may have.
 */
export function createSlots(total: { threads: number; memoryMiB: number }, processors = availableParallelism()): Slots {
  const queue: Waiting[] = [];
  let head = 0;
  let free = total.threads;
  let freeMiB = total.memoryMiB;
  let active = 0;
  let planned = false;

  const start = () => {
    planned = false;
    while (head < queue.length && free > 0) {
      const { needMiB, begin } = queue[head];
      if (needMiB > freeMiB && active > 0) return;
      head += 1;
      const alone = head === queue.length;
      if (alone) queue.length = head = 0;
      begin(alone ? Math.max(1, Math.min(free, processors)) : 1);
    }
  };
  // Later, so that whatever begins at the same time is in the queue by then.
  const plan = () => {
    if (!planned) setImmediate(start);
    planned = true;
  };

  return <T>(needMiB: number, use: (threads: number) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const begin = (threads: number) => {
        free -= threads;
        freeMiB -= needMiB;
        active += 1;
        use(threads)
          .finally(() => {
            free += threads;
            freeMiB += needMiB;
            active -= 1;
            plan();
          })
          .then(resolve, reject);
      };
      queue.push({ needMiB, begin });
      plan();
    });
}
