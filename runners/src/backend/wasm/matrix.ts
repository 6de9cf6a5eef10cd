import { instantiateKernels } from './kernels.ts';

const PAGE = 65536;

/** A float matrix in a wasm memory of its own, multiplied by double vectors in double precision. No tfjs needed. */
export interface Matrix {
  /** X^T t, for t of n; gives p values. */
  transposeTimes(t: Float64Array): Float64Array;
  /** X^T (X v - shift) and the sum of X v - shift, in one pass over X; v has p values. */
  gramTimes(v: Float64Array, shift: number): { product: Float64Array; sum: number };
}

/**
 * Copies `values`, n rows of p, into a new memory, which lives as long as the matrix.
 *
 * @throws RangeError when the sizes disagree or 4 GiB do not suffice.
 */
export function createMatrix(values: Float32Array, n: number, p: number): Matrix {
  if (values.length !== n * p) throw new RangeError(`a matrix of ${n} x ${p} has not ${values.length} values`);
  // In order: X, a vector of p, the product of p, and a vector of n (at least the 4 values gramTimes works in).
  const vector = 8 * Math.ceil((4 * n * p) / 8);
  const product = vector + 8 * p;
  const long = product + 8 * p;
  const pages = Math.ceil((long + 8 * Math.max(n, 4)) / PAGE);
  if (pages > 65536) throw new RangeError(`a matrix of ${n} x ${p} does not fit into a wasm memory of 4 GiB`);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernels = instantiateKernels(memory);
  new Float32Array(memory.buffer, 0, n * p).set(values);
  const vectors = new Float64Array(memory.buffer);
  const takeProduct = () => vectors.slice(product / 8, product / 8 + p);
  const clearProduct = () => vectors.fill(0, product / 8, product / 8 + p);

  return {
    transposeTimes(t) {
      vectors.set(t, long / 8);
      clearProduct();
      kernels.addRows(0, n, p, long, product);
      return takeProduct();
    },
    gramTimes(v, shift) {
      vectors.set(v, vector / 8);
      clearProduct();
      const sum = kernels.addGram(0, n, p, vector, shift, long, product);
      return { product: takeProduct(), sum };
    },
  };
}
