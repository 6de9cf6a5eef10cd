import type { TreeMemory } from './memory.ts';

/** At most this many rows, evenly spread, say where the edges are. */
const sampleRows = 8192;
/** Features copied at one time: the floats of a cache line. */
const block = 16;

export interface Bins {
  /** Of each feature, in ascending order; a value lies in the bin whose number is that of the edges below it. */
  edges: Float32Array[];
  /** Address of the bin of each value, a byte each, feature by feature: `[features, rows]`. */
  codes: number;
}

/**
 * Sorts rows of `p` values into bins that hold about as many rows each, at most `maxBins` (2 to 256) a feature.
 *
 * @throws RangeError for a value that is NaN.
 */
export function binFeatures(memory: TreeMemory, x: Float32Array, n: number, p: number, maxBins: number): Bins {
  let size = 2;
  while (size < maxBins) size *= 2;
  const codes = memory.allocate(n * p);
  const column = memory.allocate(4 * n);
  const limits = memory.allocate(4 * size);
  const [columnValues, limitValues] = [memory.floats(column, n), memory.floats(limits, size)];
  const edges: Float32Array[] = [];
  const values = new Float32Array(block * n);
  const step = Math.ceil(n / sampleRows);
  const sample = new Float32Array(Math.ceil(n / step));
  for (let first = 0; first < p; first += block) {
    const width = Math.min(block, p - first);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < width; j++) {
        const value = x[i * p + first + j];
        if (Number.isNaN(value)) throw new RangeError(`gbdt: row ${i} has no value of feature ${first + j}`);
        values[j * n + i] = value;
      }
    }
    for (let j = 0; j < width; j++) {
      const own = values.subarray(j * n, (j + 1) * n);
      for (let i = 0; i < sample.length; i++) sample[i] = own[i * step];
      const found = edgesOf(sample.sort(), maxBins);
      edges.push(found);
      columnValues.set(own);
      limitValues.fill(Infinity).set(found);
      memory.kernels.encode(column, n, limits, size, codes + (first + j) * n);
    }
  }
  return { edges, codes };
}

/** Edges half-way between neighbours in sorted values: between all that differ if they are few, else at quantiles. */
function edgesOf(sorted: Float32Array, maxBins: number): Float32Array {
  const distinct = distinctOf(sorted, maxBins);
  const edges: number[] = [];
  const add = (low: number, high: number) => {
    const edge = Math.fround(low + (high - low) / 2);
    if (low < high && edge > (edges.at(-1) ?? -Infinity)) edges.push(edge);
  };
  if (distinct) {
    for (let i = 1; i < distinct.length; i++) add(distinct[i - 1], distinct[i]);
  } else {
    for (let bin = 1; bin < maxBins; bin++) {
      const below = Math.floor((bin * sorted.length) / maxBins) - 1;
      // Among equal values there is no edge: the next one is above the last of them.
      let above = below + 1;
      while (above < sorted.length - 1 && sorted[above] === sorted[below]) above++;
      add(sorted[below], sorted[above]);
    }
  }
  return Float32Array.from(edges);
}

/** The different ones of sorted values, if there are no more than `limit`. */
function distinctOf(sorted: Float32Array, limit: number): number[] | undefined {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    if (distinct.length === limit) return undefined;
    distinct.push(sorted[i]);
  }
  return distinct;
}
