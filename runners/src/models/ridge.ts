import { createMatrix } from '../backend/wasm/matrix.ts';
import { r2 } from '../metrics/regression.ts';
import { solveShifted } from './lanczos.ts';

export interface RidgeOptions {
  /** Inputs, n rows of p. */
  x: Float32Array;
  n: number;
  p: number;
  /** Targets, n values. */
  y: Float64Array;
  /** Penalties, each >= 0. */
  alphas: readonly number[];
  /** Stop when the residual of the normal equations is below this share of their right side, for every alpha. */
  tolerance?: number;
  maxIterations?: number;
  /** Called once a pass over the data with the largest relative residual. */
  onIteration?: (iteration: number, residual: number) => void;
}

export interface RidgeFit {
  alpha: number;
  /** p values. */
  weights: Float64Array;
  intercept: number;
  /** Relative residual of the normal equations: above the tolerance where `maxIterations` ended the fit. */
  residual: number;
}

/**
 * Ridge regression for many penalties at once: least |y - X w - b|^2 + alpha |w|^2, the intercept b not penalised.
 *
 * Columns are centred and not scaled: the inputs are expected in one common unit, as the pixels of a spectrum are. All
 * penalties share one Krylov space, so that a sweep costs what its smallest penalty costs: one pass over X an iteration
 * in double precision, some 20 to 200 of them depending on how far alpha lies below the noise.
 *
 * @throws RangeError when sizes disagree or a penalty is negative or not finite.
 */
export function fitRidge(options: RidgeOptions): RidgeFit[] {
  const { x, n, p, y, alphas, tolerance = 1e-8, maxIterations = 500, onIteration } = options;
  if (n < 1 || y.length !== n) throw new RangeError(`ridge: ${n} rows but ${y.length} targets`);
  for (const alpha of alphas) {
    if (!(alpha >= 0 && alpha < Infinity)) throw new RangeError(`ridge: a penalty is finite and >= 0, not ${alpha}`);
  }
  const matrix = createMatrix(x, n, p);
  const centre = matrix.transposeTimes(new Float64Array(n).fill(1 / n));
  const level = y.reduce((sum, value) => sum + value, 0) / n;
  const dot = (v: Float64Array) => v.reduce((sum, value, j) => sum + value * centre[j], 0);

  const solutions = solveShifted({
    // With M the matrix whose rows are the column means: (X - M)^T (X - M) v, without forming X - M.
    times(v) {
      const { product, sum } = matrix.gramTimes(v, dot(v));
      return product.map((value, j) => value - sum * centre[j]);
    },
    b: matrix.transposeTimes(y.map((value) => value - level)),
    ...{ alphas, tolerance, maxIterations, onIteration },
  });
  return solutions.map(({ x: weights, residual }, i) => {
    return { alpha: alphas[i], weights, intercept: level - dot(weights), residual };
  });
}

/** Predictions for `x`, rows of as many values as the fit has weights. */
export function predictRidge({ weights, intercept }: RidgeFit, x: Float32Array): Float64Array {
  const p = weights.length;
  const n = x.length / p;
  if (!Number.isInteger(n)) throw new RangeError(`ridge: ${x.length} inputs are not rows of ${p}`);
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = i * p;
    // Two sums side by side, for the processor's sake.
    let [even, odd] = [intercept, 0];
    for (let j = 0; j + 1 < p; j += 2) {
      even += x[row + j] * weights[j];
      odd += x[row + j + 1] * weights[j + 1];
    }
    out[i] = even + odd + (p & 1 ? x[row + p - 1] * weights[p - 1] : 0);
  }
  return out;
}

/** The fit with the highest R2 on validation data, and every fit's R2 in order; the first of equals wins. */
export function chooseRidge(
  fits: readonly RidgeFit[],
  x: Float32Array,
  y: Float64Array,
): { best: RidgeFit; scores: { alpha: number; r2: number }[] } {
  if (fits.length === 0) throw new RangeError('ridge: no fit to choose from');
  const scores = fits.map((fit) => ({ alpha: fit.alpha, r2: r2(y, predictRidge(fit, x)) }));
  const best = scores.reduce((top, { r2 }, i) => (r2 > scores[top].r2 ? i : top), 0);
  return { best: fits[best], scores };
}
