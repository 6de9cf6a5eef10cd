import { createMatrix } from '../backend/wasm/matrix.ts';

/** A matrix X less the mean of each column, which is never formed; products in double precision. */
export interface CentredMatrix {
  /** Mean of each column, [p]. */
  centre: Float64Array;
  /** (X - M)^T (X - M) v, with M the matrix whose rows are the means, in one pass over X. */
  gramTimes(v: Float64Array): Float64Array;
  /** (X - M)^T t for t of mean 0, [n]. */
  transposeTimes(t: Float64Array): Float64Array;
  /** The means times v. */
  centreTimes(v: Float64Array): number;
}

/** Of `x`, n rows of p. @throws RangeError when the sizes disagree or 4 GiB do not suffice. */
export function createCentredMatrix(x: Float32Array, n: number, p: number): CentredMatrix {
  const matrix = createMatrix(x, n, p);
  const centre = matrix.transposeTimes(new Float64Array(n).fill(1 / n));
  const centreTimes = (v: Float64Array) => v.reduce((sum, value, j) => sum + value * centre[j], 0);
  return {
    centre,
    gramTimes(v) {
      const { product, sum } = matrix.gramTimes(v, centreTimes(v));
      return product.map((value, j) => value - sum * centre[j]);
    },
    transposeTimes: (t) => matrix.transposeTimes(t),
    centreTimes,
  };
}
