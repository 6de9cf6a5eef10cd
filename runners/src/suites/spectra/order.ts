import { exp, log } from '../../math.ts';

/**
 * Median of `values[start .. start + length)`, the mean of the two middle values when `length` is even. Quickselect on
 * a copy in `scratch`: a sort of 4096 values would cost more than simulating them.
 */
export function median(
  values: ArrayLike<number>,
  start = 0,
  length = values.length - start,
  scratch: Float64Array = new Float64Array(length),
): number {
  for (let i = 0; i < length; i += 1) scratch[i] = values[start + i];
  const upper = length >> 1;
  const high = select(scratch, length, upper);
  if (length % 2 === 1) return high;
  // After selection everything left of `upper` is <= high, so the lower middle value is the largest of them.
  let low = -Infinity;
  for (let i = 0; i < upper; i += 1) if (scratch[i] > low) low = scratch[i];
  return (low + high) / 2;
}

/** The k-th smallest value (from 0). */
export function orderStatistic(values: ArrayLike<number>, k: number): number {
  return select(Float64Array.from(values), values.length, k);
}

/**
 * Reorder `values` so that the k-th smallest stands at k, smaller ones left of it, and return it. Floyd and Rivest's
 * SELECT (Communications of the ACM 18, 1975, 165): a pivot near k from a sample, then one pass over almost nothing.
 */
function select(values: Float64Array, length: number, k: number): number {
  narrow(values, 0, length - 1, k);
  return values[k];
}

function narrow(values: Float64Array, from: number, to: number, k: number): void {
  let left = from;
  let right = to;
  while (left < right) {
    if (right - left > 600) {
      const n = right - left + 1;
      const rank = k - left + 1;
      const z = log(n);
      const s = 0.5 * exp((2 * z) / 3);
      const sd = 0.5 * Math.sqrt((z * s * (n - s)) / n) * (rank < n / 2 ? -1 : 1);
      const low = Math.max(left, Math.floor(k - (rank * s) / n + sd));
      const high = Math.min(right, Math.floor(k + ((n - rank) * s) / n + sd));
      narrow(values, low, high, k);
    }
    const pivot = values[k];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i += 1;
      while (pivot < values[j]) j -= 1;
      if (i <= j) {
        const swap = values[i];
        values[i] = values[j];
        values[j] = swap;
        i += 1;
        j -= 1;
      }
    }
    if (j < k) left = i;
    if (k < i) right = j;
  }
}
