/**
 * Cuts `count` items into at most `parts` ranges `[first, end]` of nearly one size, for sums that are added up range by
 * range: unlike those of `Heap.ranges` they do not depend on the threads.
 */
export function fixedRanges(count: number, parts: number): [number, number][] {
  const pieces = Math.min(count, parts);
  return Array.from({ length: pieces }, (_, i) => [
    Math.floor((count * i) / pieces),
    Math.floor((count * (i + 1)) / pieces),
  ]);
}
