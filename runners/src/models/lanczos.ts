import { dot } from './vector.ts';

/** Solves (C + alpha I) x = b for many alphas at once, where C is symmetric and only its products are known. */

export interface ShiftedSystem {
  /** C v. */
  times(v: Float64Array): Float64Array;
  b: Float64Array;
  /** Each >= 0; where 0, the solution of least norm (b must lie in the range of C). */
  alphas: readonly number[];
  /** Stop when every residual is below this share of the norm of b. */
  tolerance: number;
  maxIterations: number;
  onIteration?: (iteration: number, residual: number) => void;
}

export interface ShiftedSolution {
  x: Float64Array;
  /** Norm of the residual over the norm of b. */
  residual: number;
}

/** The Krylov space of C and b after some products with C. */
export interface Krylov {
  /** Orthonormal vectors: b over its norm, then what each product adds. */
  basis: Float64Array[];
  /** The tridiagonal T that C is in the basis: its diagonal, and what lies below (one value fewer). */
  diagonal: number[];
  below: number[];
  /** Norm of what the last product has outside the space. */
  rest: number;
  /** Nothing but rounding: C leads nowhere out of the space. */
  complete: boolean;
}

/**
 * The Lanczos process with full reorthogonalisation: the same growing space after each product with C, for as long as
 * the caller asks. b is not 0.
 */
export function* krylovSpaces(times: (v: Float64Array) => Float64Array, b: Float64Array): Generator<Krylov, never> {
  const size = norm(b);
  const basis: Float64Array[] = [b.map((value) => value / size)];
  const diagonal: number[] = [];
  const below: number[] = [];
  for (;;) {
    const q = basis[basis.length - 1];
    const next = times(q);
    const bulk = norm(next);
    diagonal.push(dot(q, next));
    // Twice is enough (Kahan and Parlett): the second pass takes off what rounding left in the first.
    orthogonalise(next, basis);
    orthogonalise(next, basis);
    const rest = norm(next);
    // What is left of a product that lies in the space is rounding.
    yield { basis, diagonal, below, rest, complete: rest <= 1e-14 * bulk };
    below.push(rest);
    basis.push(next.map((value) => value / rest));
  }
}

/** Solution of least residual in the space, in the sense of conjugate gradients, of (C + alpha I) x = b. */
export function solveInSpace({ basis, diagonal, below }: Krylov, b: Float64Array, alpha: number): Float64Array {
  return combine(basis, solveTridiagonal(diagonal, below, alpha), norm(b));
}

/**
 * C and b span one Krylov space, in which C is a tridiagonal T, and adding alpha to the diagonal changes nothing about
 * the space. So one product with C a step serves every alpha; the iterates are those that conjugate gradients would give
 * for each (Golub and Van Loan, Matrix Computations, 10.1, 11.3).
 */
export function solveShifted(system: ShiftedSystem): ShiftedSolution[] {
  const { times, b, alphas, tolerance } = system;
  if (norm(b) === 0) return alphas.map(() => ({ x: new Float64Array(b.length), residual: 0 }));
  const limit = Math.min(system.maxIterations, b.length);
  for (const space of krylovSpaces(times, b)) {
    const { diagonal, below, rest, complete } = space;
    const residuals = alphas.map((alpha) => rest * Math.abs(lastOfSolution(diagonal, below, alpha)));
    const worst = Math.max(...residuals);
    system.onIteration?.(diagonal.length, worst);
    if (complete || worst <= tolerance || diagonal.length === limit) {
      return alphas.map((alpha, i) => {
        return { x: solveInSpace(space, b, alpha), residual: complete ? 0 : residuals[i] };
      });
    }
  }
  throw new Error('a Krylov space ended before it was complete');
}

/** Last value of the solution z of (T + alpha I) z = e1, by the elimination alone. */
function lastOfSolution(diagonal: number[], below: number[], alpha: number): number {
  let pivot = diagonal[0] + alpha;
  let z = 1 / pivot;
  for (let i = 1; i < diagonal.length; i++) {
    const next = diagonal[i] + alpha - (below[i - 1] * below[i - 1]) / pivot;
    z *= -below[i - 1] / next;
    pivot = next;
  }
  return z;
}

/** Solution z of (T + alpha I) z = e1; T is positive, so that elimination needs no pivoting. */
function solveTridiagonal(diagonal: number[], below: number[], alpha: number): Float64Array {
  const n = diagonal.length;
  const pivots = new Float64Array(n);
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const factor = i === 0 ? 0 : below[i - 1] / pivots[i - 1];
    pivots[i] = diagonal[i] + alpha - (i === 0 ? 0 : factor * below[i - 1]);
    z[i] = i === 0 ? 1 : -factor * z[i - 1];
  }
  for (let i = n - 1; i >= 0; i--) z[i] = (z[i] - (i === n - 1 ? 0 : below[i] * z[i + 1])) / pivots[i];
  return z;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** Takes from v its part in the span of the orthonormal basis. */
function orthogonalise(v: Float64Array, basis: Float64Array[]): void {
  for (const q of basis) {
    const share = dot(q, v);
    for (let i = 0; i < v.length; i++) v[i] -= share * q[i];
  }
}

function combine(basis: Float64Array[], z: Float64Array, scale: number): Float64Array {
  const x = new Float64Array(basis[0].length);
  for (let k = 0; k < z.length; k++) {
    const weight = scale * z[k];
    const q = basis[k];
    for (let i = 0; i < x.length; i++) x[i] += weight * q[i];
  }
  return x;
}
