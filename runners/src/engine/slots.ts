import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

/** Waits for a thread, then calls `use` with the number of threads it has until its promise settles. */
export type Slots = <T>(use: (threads: number) => Promise<T>) => Promise<T>;

/**
 * Shares threads among runs: each gets one, first come first served, and one that nobody waits behind gets all that are
 * free, but no more than there are processors: a team that has to take turns waits for itself. Results do not depend on
 * it, since no number on the reference backend depends on the threads.
 */
export function createSlots(threads: number, processors = availableParallelism()): Slots {
  const limit = pLimit(threads);
  return (use) =>
    limit(async () => {
      // Whatever begins at the same time is in the queue by then.
      await setImmediate();
      const free = limit.pendingCount === 0 ? limit.concurrency - limit.activeCount : 0;
      const spare = Math.min(free, processors - 1);
      limit.concurrency -= spare;
      try {
        return await use(1 + spare);
      } finally {
        limit.concurrency += spare;
      }
    });
}
