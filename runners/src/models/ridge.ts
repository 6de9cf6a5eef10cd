import { r2 } from '../metrics/regression.ts';
import { createCentredMatrix } from './centred-matrix.ts';
import { solveShifted } from './lanczos.ts';
import { fitDirect } from './ridge-direct.ts';

export interface RidgeOptions {
  /** Inputs, n rows of p. */
  x: Float32Array;
  n: number;
  p: number;
  /** Targets, n values. */
  y: Float64Array;
  /** Penalties, each >= 0. */
  alphas: readonly number[];
  /**
   * Asks for the iterative solution, which stops when the residual of the normal equations is below this share of their
   * right side for every alpha. Default: a small fit is solved in closed form, a large one to 1e-8.
   */
  tolerance?: number;
  /** Of the iterative solution; default 500. */
  maxIterations?: number;
  /** Called once a pass over the data with the largest relative residual. */
  onIteration?: (iteration: number, residual: number) => void;
}

export interface RidgeFit {
  alpha: number;
  /** p values. */
  weights: Float64Array;
  intercept: number;
  /** Relative residual of the normal equations, 0 in closed form: above the tolerance where `maxIterations` ended the fit. */
  residual: number;
}

/** A fit with no more rows or no more inputs than this has a closed form that is quick: one second at 512. */
const directSize = 512;

/**
 * Ridge regression for many penalties at once: least |y - X w - b|^2 + alpha |w|^2, the intercept b not penalised.
 *
 * Columns are centred and not scaled: the inputs are expected in one common unit, as the pixels of a spectrum are. Where
 * rows or inputs are few it is solved in closed form, in its dual form where inputs exceed rows. Otherwise, and where a
 * tolerance is given, all penalties share one Krylov space, so that a sweep costs what its smallest penalty costs: one
 * pass over X an iteration in double precision, some 20 to 200 of them depending on how far alpha lies below the noise.
 *
 * @throws RangeError when sizes disagree or a penalty is negative or not finite.
 */
export function fitRidge(options: RidgeOptions): RidgeFit[] {
  const { x, n, p, y, alphas, tolerance } = options;
  if (n < 1 || y.length !== n) throw new RangeError(`ridge: ${n} rows but ${y.length} targets`);
  if (x.length !== n * p) throw new RangeError(`ridge: ${x.length} inputs are not ${n} rows of ${p}`);
  for (const alpha of alphas) {
    if (!(alpha >= 0 && alpha < Infinity)) throw new RangeError(`ridge: a penalty is finite and >= 0, not ${alpha}`);
  }
  return tolerance === undefined && Math.min(n, p) <= directSize ? fitDirect(options, alphas) : fitIterative(options);
}

function fitIterative(options: RidgeOptions): RidgeFit[] {
  const { x, n, p, y, alphas, tolerance = 1e-8, maxIterations = 500, onIteration } = options;
  const matrix = createCentredMatrix(x, n, p);
  const level = y.reduce((sum, value) => sum + value, 0) / n;
  const solutions = solveShifted({
    times: matrix.gramTimes,
    b: matrix.transposeTimes(y.map((value) => value - level)),
    ...{ alphas, tolerance, maxIterations, onIteration },
  });
  return solutions.map(({ x: weights, residual }, i) => {
    return { alpha: alphas[i], weights, intercept: level - matrix.centreTimes(weights), residual };
  });
}

/** Predictions of a linear fit for `x`, rows of as many values as the fit has weights. */
export function predictRidge(
  { weights, intercept }: Pick<RidgeFit, 'weights' | 'intercept'>,
  x: Float32Array,
): Float64Array {
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
