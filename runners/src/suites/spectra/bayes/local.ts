import { differentiate, fisherMatrix, labelUnits } from '../fisher.ts';
import type { StellarLabels } from '../labels.ts';
import { cholesky, solveCholesky } from '../matrix.ts';
import { sigmaAtSnr, type Sky } from '../noise.ts';
import type { Simulator } from '../simulator.ts';
import { createGaussian, type Gaussian } from './proposal.ts';
import type { UnitCube } from './unit-cube.ts';

/** Inverse variance of a uniform deviate on [0, 1]. */
const priorPrecision = 12;

/**
 * Where the posterior of one star lies, roughly, at each SNR: the Gaussian of the spectrum's linear approximation at the
 * true labels, one Newton step towards the observed spectrum. Knowing the truth makes a better proposal and no other
 * posterior: every draw is weighted by its density.
 */
export function localProposals(
  { simulator, sky, cube }: { simulator: Simulator; sky: Sky; cube: UnitCube },
  labels: StellarLabels,
  snrs: readonly number[],
  observed: readonly Float32Array[],
  { inflation }: { inflation: number },
): Gaussian[] {
  const { flux, gradient } = differentiate(simulator, labels, undefined, cube.names);
  const scales = cube.names.map((name, a) => cube.widths[a] / labelUnits[name]);
  const truth = cube.toUnit(labels);
  return snrs.map((snr, s) => {
    const sigma = sigmaAtSnr(sky, flux, snr);
    const precision = fisherMatrix(gradient, sigma).map((row, a) =>
      row.map((entry, b) => entry * scales[a] * scales[b] + (a === b ? priorPrecision : 0)),
    );
    const score = gradient.map(
      (slope, a) =>
        slope.reduce((sum, value, i) => sum + (value * (observed[s][i] - flux[i])) / (sigma[i] * sigma[i]), 0) *
        scales[a],
    );
    const step = solveCholesky(cholesky(precision)!, score);
    const centre = truth.map((value, a) => Math.min(Math.max(value + step[a], 0), 1));
    return createGaussian(
      centre,
      precision.map((row) => row.map((entry) => entry / inflation)),
    );
  });
}
