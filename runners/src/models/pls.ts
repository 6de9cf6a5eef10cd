import { createCentredMatrix } from './centred-matrix.ts';
import { krylovSpaces, solveInSpace } from './lanczos.ts';

export interface PlsOptions {
  /** Inputs, n rows of p. */
  x: Float32Array;
  n: number;
  p: number;
  /** Targets, n values. */
  y: Float64Array;
  /** Components, at most. */
  components: number;
  /** Called once a pass over the data, which is once a component. */
  onComponent?: (component: number) => void;
}

/** A linear model, as a ridge fit is: `predictRidge` applies it. */
export interface PlsFit {
  components: number;
  /** p values. */
  weights: Float64Array;
  intercept: number;
}

/** Variance along a component, beside the largest, below which the data, in single precision, have nothing there. */
const negligible = 1e-18;

/**
 * Partial least squares regression of one target (PLS1), for every number of components up to the one asked for; fewer
 * where the data have fewer directions that bear on the target. Columns are centred and not scaled.
 *
 * The weight vectors of k components are an orthonormal basis of the Krylov space of X^T X and X^T y, and the fit is the
 * least-squares solution within it (Helland 1988; Eldén 2004): one Lanczos process, a pass over X a component, gives the
 * fits of all numbers of components, equal to those of NIPALS.
 *
 * @throws RangeError when sizes disagree.
 */
export function fitPls({ x, n, p, y, components, onComponent }: PlsOptions): PlsFit[] {
  if (n < 2 || y.length !== n) throw new RangeError(`pls: ${n} rows but ${y.length} targets`);
  const most = Math.min(n - 1, p);
  if (!(Number.isInteger(components) && components >= 1 && components <= most)) {
    throw new RangeError(`pls: 1 to ${most} components of ${n} rows of ${p}, not ${components}`);
  }
  const matrix = createCentredMatrix(x, n, p);
  const level = y.reduce((sum, value) => sum + value, 0) / n;
  const b = matrix.transposeTimes(y.map((value) => value - level));
  const fits: PlsFit[] = [];
  if (b.every((value) => value === 0)) return fits;
  for (const space of krylovSpaces(matrix.gramTimes, b)) {
    const { diagonal, complete } = space;
    if (diagonal.at(-1)! <= negligible * Math.max(...diagonal)) break;
    const weights = solveInSpace(space, b, 0);
    fits.push({ components: fits.length + 1, weights, intercept: level - matrix.centreTimes(weights) });
    onComponent?.(fits.length);
    if (fits.length === components || complete) break;
  }
  return fits;
}
