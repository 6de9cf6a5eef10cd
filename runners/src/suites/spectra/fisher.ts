import type { LabelName, StellarLabels } from './labels.ts';
import { labelNames } from './labels.ts';
import { leadingBlock, schurComplement } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { median, orderStatistic } from './order.ts';
import { pixelCount } from './simulator.ts';
import type { Simulator } from './simulator.ts';

/** Half steps of the central differences, label units; halving them moves a bound by less than 0.1%. */
export const differenceSteps: StellarLabels = { logG: 0.02, teff: 10, mh: 0.01, alphaM: 0.01, cM: 0.01 };

/** Spacing of the BOSZ grid (Bohlin et al. 2017), label units: the steps of the grid-based bound (the study's V2). */
export const gridSteps: StellarLabels = { logG: 0.5, teff: 250, mh: 0.25, alphaM: 0.25, cM: 0.25 };

/**
 * Unit in which each label's derivative is kept, so that Fisher entries have like magnitudes and the Cholesky factor is
 * well conditioned. Bounds on logG (unit 1 dex) do not depend on it.
 */
export const labelUnits: StellarLabels = { logG: 1, teff: 1000, mh: 1, alphaM: 1, cM: 1 };

/** One star and the derivatives of its normalised flux, [parameters][4096], in the order of {@link labelNames}. */
export interface Derivatives {
  flux: Float64Array;
  gradient: Float64Array[];
}

/** Central differences of the simulator; sigma is not differentiated (see {@link fisherMatrix}). */
export function differentiate(
  simulator: Simulator,
  labels: StellarLabels,
  steps: StellarLabels = differenceSteps,
  names: readonly LabelName[] = labelNames,
): Derivatives {
  const flux = new Float64Array(pixelCount);
  const low = new Float64Array(pixelCount);
  simulator.observe(labels, flux);
  const gradient = names.map((name) => {
    const high = new Float64Array(pixelCount);
    simulator.observe({ ...labels, [name]: labels[name] + steps[name] }, high);
    simulator.observe({ ...labels, [name]: labels[name] - steps[name] }, low);
    const scale = labelUnits[name] / (2 * steps[name]);
    for (let i = 0; i < pixelCount; i += 1) high[i] = (high[i] - low[i]) * scale;
    return high;
  });
  if (simulator.normalisation === 'median') divideByMedian(flux, gradient);
  return { flux, gradient };
}

/** Half width, in ranks, of the pixels that give the median's derivative: 45% to 55%. */
const rankReach = Math.round(0.05 * pixelCount);

/**
 * Normalise in place by the median m: f/m and (f' - f m'/m) / m. The median follows one pixel, then another, so its
 * difference quotient jumps from step to step (bounds by 10% in one star of ten, whatever the step). The derivative of
 * a quantile is the mean derivative of the pixels at that quantile; the pixels of central rank estimate it smoothly.
 */
function divideByMedian(flux: Float64Array, gradient: Float64Array[]): void {
  const centre = median(flux);
  const low = orderStatistic(flux, (pixelCount >> 1) - rankReach);
  const high = orderStatistic(flux, (pixelCount >> 1) + rankReach);
  const central: number[] = [];
  for (let i = 0; i < pixelCount; i += 1) if (flux[i] >= low && flux[i] <= high) central.push(i);
  for (const slope of gradient) {
    const medianSlope = central.reduce((sum, i) => sum + slope[i], 0) / central.length;
    for (let i = 0; i < pixelCount; i += 1) slope[i] = (slope[i] - (flux[i] * medianSlope) / centre) / centre;
  }
  for (let i = 0; i < pixelCount; i += 1) flux[i] /= centre;
}

/**
 * Fisher matrix of independent Gaussian pixels with known sigma: sum over pixels of g_a g_b / sigma^2. The term for the
 * labels' influence on sigma itself is left out: relative to this one it is one over twice a pixel's
 * electrons of variance (more than 180), below 1% on every noise axis here.
 */
export function fisherMatrix(gradient: Float64Array[], sigma: Float64Array): Matrix {
  const n = gradient.length;
  const matrix: Matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const weight = new Float64Array(pixelCount);
  for (let i = 0; i < pixelCount; i += 1) weight[i] = 1 / (sigma[i] * sigma[i]);
  for (let a = 0; a < n; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      const ga = gradient[a];
      const gb = gradient[b];
      let sum = 0;
      for (let i = 0; i < pixelCount; i += 1) sum += ga[i] * gb[i] * weight[i];
      matrix[a][b] = sum;
      matrix[b][a] = sum;
    }
  }
  return matrix;
}

/** What the Fisher matrix says of logG when the first `parameters` labels are unknown. */
export interface GravityBound {
  /** Marginal Cramer-Rao bound on the variance of logG, dex^2. */
  crlb: number;
  /** Marginal over conditional information, in (0, 1]: what is left of it after marginalising ("Schur decay"). */
  schurDecay: number;
}

/** Marginal bound by the Schur complement; a matrix that is singular in double precision bounds nothing (Infinity). */
export function gravityBound(fisher: Matrix, parameters: number): GravityBound {
  const block = leadingBlock(fisher, parameters);
  const information = schurComplement(block);
  if (information === null || information <= 0) return { crlb: Infinity, schurDecay: 0 };
  return { crlb: 1 / information, schurDecay: information / block[0][0] };
}

/** The study's ceiling of one star: max(0, 1 - CRLB / Var(logG)). */
export function r2Max(crlb: number, variance: number): number {
  return Math.max(0, 1 - crlb / variance);
}
