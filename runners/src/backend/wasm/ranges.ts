import type { Heap } from './heap.ts';

/**
 * Cuts `count` rows into one range `[first, end]` for each thread; all but the last hold a multiple of `unit` rows. For
 * kernels whose rows do not touch each other: the cut depends on the number of threads.
 */
export function ranges(heap: Heap, count: number, unit = 1): [number, number][] {
  const size = unit * Math.ceil(count / heap.threads / unit);
  const found: [number, number][] = [];
  for (let first = 0; first < count; first += size) found.push([first, Math.min(count, first + size)]);
  return found;
}
