import { exp, log } from '../../../math.ts';
import type { Random } from '../../../random.ts';
import { cholesky, inverse, type Matrix } from '../matrix.ts';

/** A Gaussian to draw from. */
export interface Gaussian {
  centre: number[];
  /** Lower Cholesky factor of the covariance. */
  factor: Matrix;
  precision: Matrix;
  /** Logarithm of the density at the centre. */
  peak: number;
}

/** @throws RangeError unless `precision` is symmetric and positive definite. */
export function createGaussian(centre: number[], precision: Matrix): Gaussian {
  const covariance = inverse(precision);
  const factor = covariance && cholesky(covariance);
  if (!factor) throw new RangeError('the precision of a proposal must be positive definite');
  const logVolume = factor.reduce((sum, row, a) => sum + log(row[a]), 0);
  return { centre, factor, precision, peak: -0.5 * centre.length * log(2 * Math.PI) - logVolume };
}

export function drawGaussian({ centre, factor }: Gaussian, random: Random): number[] {
  const deviates = new Float32Array(centre.length);
  random.fillNormal(deviates);
  return centre.map((value, a) => factor[a].reduce((sum, entry, b) => sum + entry * deviates[b], value));
}

/** Density at `point`. */
export function density({ centre, precision, peak }: Gaussian, point: readonly number[]): number {
  let square = 0;
  for (let a = 0; a < centre.length; a += 1) {
    for (let b = 0; b < centre.length; b += 1) {
      square += (point[a] - centre[a]) * precision[a][b] * (point[b] - centre[b]);
    }
  }
  return exp(peak - 0.5 * square);
}
