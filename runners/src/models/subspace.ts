import { createRandom } from '../random.ts';
import { orthonormalise } from './orthonormal.ts';

export interface SubspaceOptions {
  /** C V of a symmetric positive matrix C of `rows` rows and a matrix V, `[rows, columns]`. */
  times(v: Float32Array): Float32Array;
  rows: number;
  /** Directions wanted. */
  columns: number;
  /** Products with C. */
  rounds: number;
  /** Names the random directions that it starts from. */
  stream: string;
}

/**
 * Orthonormal columns, `[rows, columns]`, that span nearly the leading eigenvectors of C: subspace iteration (Golub and
 * Van Loan, Matrix Computations, 8.2.4), always from the same random start.
 */
export function leadingSubspace({ times, rows, columns, rounds, stream }: SubspaceOptions): Float32Array {
  const start = new Float32Array(rows * columns);
  createRandom(1, stream).fillNormal(start);
  let axes = orthonormalise(start, rows, columns);
  for (let round = 0; round < rounds; round++) axes = orthonormalise(times(axes), rows, columns);
  return axes;
}
