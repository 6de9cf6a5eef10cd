import type { DatasetParams } from './data.ts';
import { labelsAt, skyOf } from './data.ts';
import { differenceSteps, differentiate, fisherMatrix, gridSteps } from './fisher.ts';
import type { LabelName, StellarLabels } from './labels.ts';
import { labelNames } from './labels.ts';
import type { Matrix } from './matrix.ts';
import { exposure, sigmaAtMagnitude, sigmaAtSnr } from './noise.ts';
import { createSimulator } from './simulator.ts';

/** One point of the three noise axes: median SNR per pixel, magnitude, or noise level. */
export interface NoisePoint {
  axis: 'snr' | 'magnitude' | 'noise_level';
  value: number;
}

/** Fisher matrices of one star. */
export interface StarFisher {
  labels: StellarLabels;
  /** 5 x 5 matrix at each noise point, parameters in the order of `labelNames`. */
  derivative: Matrix[];
  /** 3 x 3 matrix at each noise point, from differences as coarse as the BOSZ grid. */
  grid: Matrix[];
}

/** The first `count` stars of the test split: models are scored on the same ones. */
export function starFishers(
  params: DatasetParams,
  count: number,
  points: NoisePoint[],
  progress: (done: number) => void = () => {},
): StarFisher[] {
  const simulator = createSimulator(params);
  const sky = skyOf(params);
  return Array.from({ length: count }, (_, index) => {
    const labels = labelsAt(params, 'test', index);
    const fine = differentiate(simulator, labels);
    const coarse = differentiate(simulator, labels, gridSteps, labelNames.slice(0, 3));
    const sigmas = points.map(({ axis, value }) => {
      if (axis === 'snr') return sigmaAtSnr(sky, fine.flux, value);
      if (axis === 'magnitude') return sigmaAtMagnitude(sky, fine.flux, value);
      return sigmaAtMagnitude(sky, fine.flux, exposure.referenceMagnitude).map((sigma) => sigma * value);
    });
    progress(index + 1);
    return {
      labels,
      derivative: sigmas.map((sigma) => fisherMatrix(fine.gradient, sigma)),
      grid: sigmas.map((sigma) => fisherMatrix(coarse.gradient, sigma)),
    };
  });
}

/** Fisher matrices of the first `count` stars at one SNR, with all difference steps multiplied by `factor`. */
export function fishersWithStep(
  params: DatasetParams,
  count: number,
  snr: number,
  factor: number,
  names: readonly LabelName[],
): Matrix[] {
  const simulator = createSimulator(params);
  const sky = skyOf(params);
  const steps = { ...differenceSteps };
  for (const name of labelNames) steps[name] *= factor;
  return Array.from({ length: count }, (_, index) => {
    const { flux, gradient } = differentiate(simulator, labelsAt(params, 'test', index), steps, names);
    return fisherMatrix(gradient, sigmaAtSnr(sky, flux, snr));
  });
}
