/** Small dense matrices (Fisher matrices up to 5 x 5) as arrays of rows, in double precision. */
export type Matrix = number[][];

/** Lower Cholesky factor of a symmetric positive definite matrix, or null where it is not positive definite. */
export function cholesky(matrix: Matrix): Matrix | null {
  const n = matrix.length;
  const lower: Matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k += 1) sum -= lower[i][k] * lower[j][k];
      if (i !== j) lower[i][j] = sum / lower[j][j];
      else if (sum > 0) lower[i][i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/** Solve L L' x = b. */
export function solveCholesky(lower: Matrix, b: number[]): number[] {
  const n = b.length;
  const x = [...b];
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

/** Inverse of a symmetric positive definite matrix, or null. */
export function inverse(matrix: Matrix): Matrix | null {
  const lower = cholesky(matrix);
  if (lower === null) return null;
  const n = matrix.length;
  const columns = matrix.map((_, j) =>
    solveCholesky(
      lower,
      Array.from({ length: n }, (__, i) => (i === j ? 1 : 0)),
    ),
  );
  return columns.map((_, i) => columns.map((column) => column[i]));
}

/**
 * Schur complement of the first diagonal entry: m00 - m0r mrr^-1 mr0, the information on the first parameter once the
 * others are unknown too. Null where the nuisance block is not positive definite.
 */
export function schurComplement(matrix: Matrix): number | null {
  if (matrix.length === 1) return matrix[0][0];
  const lower = cholesky(matrix.slice(1).map((row) => row.slice(1)));
  if (lower === null) return null;
  const cross = matrix[0].slice(1);
  const solved = solveCholesky(lower, cross);
  return cross.reduce((rest, value, i) => rest - value * solved[i], matrix[0][0]);
}

/** Leading n x n block. */
export function leadingBlock(matrix: Matrix, n: number): Matrix {
  return matrix.slice(0, n).map((row) => row.slice(0, n));
}
