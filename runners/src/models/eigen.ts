/** Eigenvalues in descending order, and the vector of each as a row: `[n]` and `[n, n]`. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array[];
}

/**
 * All eigenvalues and vectors of a symmetric matrix, given as its rows: Householder's tridiagonal form, then implicit QL
 * steps (Golub and Van Loan, Matrix Computations, 8.3). Some 9 n^3 operations; eigenvalues are exact to the rounding of
 * the largest.
 */
export function symmetricEigen(rows: readonly Float64Array[]): Eigen {
  const { diagonal, below, vectors } = tridiagonalise(rows.map((row) => row.slice()));
  diagonalise(diagonal, below, vectors);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a] || a - b);
  return {
    values: Float64Array.from(order, (i) => diagonal[i]),
    vectors: order.map((i) => vectors[i]),
  };
}

interface Tridiagonal {
  diagonal: Float64Array;
  /** Value i lies below diagonal value i; the last one is 0. */
  below: Float64Array;
  /** Row i is the direction of diagonal value i. */
  vectors: Float64Array[];
}

/** Overwrites `a`. */
function tridiagonalise(a: Float64Array[]): Tridiagonal {
  const n = a.length;
  const reflections: Float64Array[] = [];
  for (let k = 0; k + 2 < n; k++) {
    // I - v v^T takes column k below the diagonal to its first place; |v|^2 = 2.
    const v = Float64Array.from(a, (row, i) => (i > k ? row[k] : 0));
    const size = Math.sqrt(dot(v, v));
    reflections.push(v);
    if (size === 0) continue;
    v[k + 1] += v[k + 1] < 0 ? -size : size;
    const scale = Math.sqrt(2 / dot(v, v));
    for (let i = k + 1; i < n; i++) v[i] *= scale;
    const w = Float64Array.from(a, (row) => dot(row, v));
    const share = dot(w, v) / 2;
    for (let i = 0; i < n; i++) w[i] -= share * v[i];
    for (let i = k; i < n; i++) {
      const row = a[i];
      const [vi, wi] = [v[i], w[i]];
      for (let j = k; j < n; j++) row[j] -= vi * w[j] + wi * v[j];
    }
  }
  const vectors = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  // Rows times each reflection, the last one first, give the rows of the transposed product.
  for (const v of reflections.reverse()) {
    for (const row of vectors) {
      const share = dot(row, v);
      if (share !== 0) for (let j = 0; j < n; j++) row[j] -= share * v[j];
    }
  }
  return {
    diagonal: Float64Array.from(a, (row, i) => row[i]),
    below: Float64Array.from(a, (_, i) => (i + 1 < n ? a[i + 1][i] : 0)),
    vectors,
  };
}

/** Steps that one eigenvalue may take; two or three are usual. */
const maxSteps = 60;

/** Makes `below` zero by rotations, which turn the vectors too. */
function diagonalise(diagonal: Float64Array, below: Float64Array, vectors: Float64Array[]): void {
  const n = diagonal.length;
  const size = diagonal.reduce((most, value, i) => Math.max(most, Math.abs(value) + Math.abs(below[i])), 0);
  const negligible = Number.EPSILON * size;
  for (let first = 0; first < n; first++) {
    for (let step = 0; ; step++) {
      let last = first;
      while (last < n - 1 && Math.abs(below[last]) > negligible) last++;
      if (last === first) break;
      if (step === maxSteps) throw new Error(`eigenvalue ${first} of ${n} did not converge`);
      rotate(diagonal, below, vectors, first, last);
    }
  }
}

/** One implicit QL step with Wilkinson's shift on the block from `first` to `last`. */
function rotate(
  diagonal: Float64Array,
  below: Float64Array,
  vectors: Float64Array[],
  first: number,
  last: number,
): void {
  const half = (diagonal[first + 1] - diagonal[first]) / (2 * below[first]);
  const root = Math.sqrt(half * half + 1);
  let g = diagonal[last] - diagonal[first] + below[first] / (half + (half < 0 ? -root : root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = sine * below[i];
    const b = cosine * below[i];
    const r = Math.sqrt(f * f + g * g);
    below[i + 1] = r;
    if (r === 0) {
      // The block has come apart here.
      diagonal[i + 1] -= shift;
      below[last] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1] - shift;
    const t = (diagonal[i] - g) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = g + shift;
    g = cosine * t - b;
    turn(vectors[i], vectors[i + 1], cosine, sine);
  }
  diagonal[first] -= shift;
  below[first] = g;
  below[last] = 0;
}

function turn(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k], b[k]];
    a[k] = cosine * x - sine * y;
    b[k] = sine * x + cosine * y;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
