import { mean } from '../metrics/statistics.ts';
import { symmetricEigen } from './eigen.ts';
import type { RidgeFit } from './ridge.ts';
import { dot } from './vector.ts';

/** Inputs, n rows of p, and targets, n values. */
interface Data {
  x: Float32Array;
  n: number;
  p: number;
  y: Float64Array;
}

/**
 * Ridge regression in closed form, exact for every penalty from one eigendecomposition: of X^T X, or where there are more
 * inputs than rows of X X^T, the dual form (Saunders et al. 1998), whose fit is the same. Both are of the centred X.
 * A penalty of 0 gives the weights of least norm.
 */
export function fitDirect({ x, n, p, y }: Data, alphas: readonly number[]): RidgeFit[] {
  const { columns, centre } = centreColumns(x, n, p);
  const level = mean(y);
  const rest = y.map((value) => value - level);
  const dual = p > n;
  // Rows of X or of its transpose, whichever are fewer.
  const vectors = dual ? transpose(columns, n) : columns;
  const right = dual ? rest : Float64Array.from(columns, (column) => dot(column, rest));
  const solve = createSolver(gram(vectors), right);
  return alphas.map((alpha) => {
    const solution = solve(alpha);
    const weights = dual ? Float64Array.from(columns, (column) => dot(column, solution)) : solution;
    return { alpha, weights, intercept: level - dot(weights, centre), residual: 0 };
  });
}

/** (G + alpha I)^-1 b for any alpha. Directions in which G is nothing but rounding are left out: b has none of them. */
function createSolver(matrix: Float64Array[], b: Float64Array): (alpha: number) => Float64Array {
  const { values, vectors } = symmetricEigen(matrix);
  const shares = vectors.map((vector) => dot(vector, b));
  const negligible = values.length * Number.EPSILON * values[0];
  return (alpha) => {
    const out = new Float64Array(b.length);
    for (const [k, vector] of vectors.entries()) {
      if (values[k] <= negligible) break;
      const share = shares[k] / (values[k] + alpha);
      for (let j = 0; j < out.length; j++) out[j] += share * vector[j];
    }
    return out;
  };
}

/** Columns of `x` less their means, p of n values. */
function centreColumns(x: Float32Array, n: number, p: number): { columns: Float64Array[]; centre: Float64Array } {
  const columns = Array.from({ length: p }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) columns[j][i] = x[i * p + j];
  const centre = Float64Array.from(columns, mean);
  for (const [j, column] of columns.entries()) for (let i = 0; i < n; i++) column[i] -= centre[j];
  return { columns, centre };
}

function transpose(columns: Float64Array[], n: number): Float64Array[] {
  return Array.from({ length: n }, (_, i) => Float64Array.from(columns, (column) => column[i]));
}

/** Inner products of all pairs. */
function gram(vectors: Float64Array[]): Float64Array[] {
  const out = vectors.map(() => new Float64Array(vectors.length));
  for (let a = 0; a < vectors.length; a++) {
    for (let b = 0; b <= a; b++) out[a][b] = out[b][a] = dot(vectors[a], vectors[b]);
  }
  return out;
}
