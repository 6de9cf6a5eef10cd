import type { RunMetric } from '../../engine/experiment.ts';
import { bootstrapScores } from '../../metrics/bootstrap.ts';
import { mae, r2, rmse } from '../../metrics/regression.ts';
import { mean, standardDeviation } from '../../metrics/statistics.ts';
import { labelsAt, prepareNoise } from './data.ts';
import type { DatasetParams, NoiseSetting, Spectra, Split } from './data.ts';
import { differentiate } from './fisher.ts';
import type { LabelName, StellarLabels } from './labels.ts';
import { namedLines } from './lines.ts';
import {
  electronsAtMagnitude,
  electronsAtSnr,
  exposure,
  magnitudeOfElectrons,
  magnitudes,
  medianSnr,
  noiseLevels,
  sigmaAtSnr,
  snrs,
} from './noise.ts';
import type { Sky } from './noise.ts';
import { median } from './order.ts';
import { createSimulator, pixelCount, wavelength } from './simulator.ts';

type Scope = RunMetric['scope'];

const metric = (
  name: string,
  label: string,
  value: number,
  scope: Scope,
  more: Partial<RunMetric> = {},
): RunMetric => ({
  name,
  label,
  value,
  unit: '',
  direction: 'none',
  split: 'none',
  scope,
  n: null,
  digits: 2,
  ...more,
});

/** The table that ties noise level, magnitude and median SNR together; SNRs are medians over validation spectra. */
export function noiseMetrics(sky: Sky, validation: Spectra): RunMetric[] {
  const count = Math.min(256, validation.count);
  const spectra = { count, flux: validation.flux };
  const snrOf = (setting: NoiseSetting): number => {
    const noise = prepareNoise(sky, spectra, setting);
    return median(Array.from({ length: count }, (_, i) => medianSnr(spectra.flux, noise.sigma(i), i * pixelCount)));
  };
  const snrAtLevelOne = snrOf({ level: 1 });
  const more = { split: 'validation', n: count } as const;
  const snr = (value: number, scope: Scope): RunMetric =>
    metric('median_snr', 'Median SNR per pixel', value, scope, more);
  const level = (value: number, scope: Scope): RunMetric =>
    metric('equivalent_noise_level', 'Noise level of the same SNR', value, scope, more);
  // Magnitudes are those of a median pixel over the median background, so they need no spectra.
  const magnitudeOf = (electrons: number, scope: Scope): RunMetric =>
    metric('equivalent_magnitude', 'Magnitude of the same SNR', magnitudeOfElectrons(electrons), scope, {
      unit: 'mag',
    });
  const starShare = (electrons: number, scope: Scope): RunMetric => {
    const share = electrons / (electrons + sky.medianBackground);
    return metric('star_share_of_variance', "The star's own share of a median pixel's noise variance", share, scope);
  };
  const atReference = electronsAtMagnitude(exposure.referenceMagnitude);
  const reference = atReference / Math.sqrt(atReference + sky.medianBackground);
  return [
    ...magnitudes.flatMap((magnitude) => {
      const value = snrOf({ magnitude });
      const scope = { magnitude };
      const electrons = electronsAtMagnitude(magnitude);
      return [snr(value, scope), level(snrAtLevelOne / value, scope), starShare(electrons, scope)];
    }),
    ...noiseLevels
      .filter((value) => value > 0)
      .flatMap((value) => {
        const scope = { noise_level: value };
        return [snr(snrAtLevelOne / value, scope), magnitudeOf(electronsAtSnr(sky, reference / value), scope)];
      }),
    ...snrs.flatMap((value) => {
      const scope = { snr: value };
      const electrons = electronsAtSnr(sky, value);
      return [level(snrAtLevelOne / value, scope), magnitudeOf(electrons, scope), starShare(electrons, scope)];
    }),
  ];
}

const labelUnit = (name: LabelName): { unit: string; digits: number } =>
  name === 'teff' ? { unit: 'K', digits: 0 } : { unit: 'dex', digits: 3 };
const freeLabels = ['logG', 'teff', 'mh', 'alphaM'] as const satisfies readonly LabelName[];

function labelColumn(params: DatasetParams, split: Split, name: LabelName): Float64Array {
  return Float64Array.from({ length: params[split] }, (_, i) => labelsAt(params, split, i)[name]);
}

/** Mean and standard deviation of every label in every split. */
export function labelMetrics(params: DatasetParams): RunMetric[] {
  return (['train', 'validation', 'test'] as const).flatMap((split) =>
    freeLabels.flatMap((label) => {
      const values = labelColumn(params, split, label);
      const more = { ...labelUnit(label), split, n: values.length };
      const scope = { label, sample: split };
      return [
        metric('label_mean', 'Mean of the label', mean(values), scope, more),
        metric('label_sd', 'Standard deviation of the label', standardDeviation(values), scope, more),
      ];
    }),
  );
}

/** The trivial baseline: the training mean, whatever the spectrum. */
export function baselineMetrics(params: DatasetParams, seed: number): RunMetric[] {
  return freeLabels.flatMap((label) => {
    const truth = labelColumn(params, 'test', label);
    const prediction = new Float64Array(truth.length).fill(mean(labelColumn(params, 'train', label)));
    const replicates = bootstrapScores({ truth, prediction, seed }, ['r2', 'mae', 'rmse']);
    const scope = { model: 'mean', label };
    const common = { split: 'test', n: truth.length } as const;
    const error = { ...common, ...labelUnit(label), direction: 'lower' as const };
    return [
      metric('r2', '$R^2$', r2(truth, prediction), scope, {
        ...common,
        digits: 3,
        direction: 'higher',
        resamples: replicates.r2,
      }),
      metric('mae', 'Mean absolute error', mae(truth, prediction), scope, { ...error, resamples: replicates.mae }),
      metric('rmse', 'Root mean squared error', rmse(truth, prediction), scope, {
        ...error,
        resamples: replicates.rmse,
      }),
    ];
  });
}

/** The star at which line depths are given. */
export const referenceStar: StellarLabels = { teff: 4800, logG: 3, mh: 0, alphaM: 0, cM: 0 };

const caTriplet = 'Ca II triplet';
/** Half width of the window that counts as a line's, Angstrom. */
const lineReach = 10;

/**
 * Depth of every named line in the continuum-normalised reference star, its change from logG 1.5 to 4.5, and the share
 * of the conditional Fisher information on logG in its window (SNR 7, mean over validation stars).
 */
export function lineMetrics(params: DatasetParams, sky: Sky): RunMetric[] {
  const continuum = createSimulator({ ...params, normalisation: 'continuum' });
  const flux = new Float64Array(pixelCount);
  const depth = (logG: number, centre: number): number => {
    continuum.simulate({ ...referenceStar, logG }, flux);
    return 1 - flux[nearestPixel(centre)];
  };
  const shares = informationShares(params, sky);
  const share = 'Share of the Fisher information on log g, SNR 7, nuisances known, within 10 Angstrom';
  return [
    ...namedLines.flatMap(({ name: line = '', wavelength: centre }) => [
      metric('line_depth', 'Depth at the reference star', depth(3, centre), { line }, { digits: 3 }),
      metric(
        'line_gravity_response',
        'Change of depth from log g 1.5 to 4.5, per dex',
        (depth(4.5, centre) - depth(1.5, centre)) / 3,
        { line },
        { digits: 4, unit: 'dex^-1' },
      ),
    ]),
    ...[...shares.values].map(([line, value]) =>
      metric('line_information_share', share, value, { line }, { digits: 3, split: 'validation', n: shares.stars }),
    ),
  ];
}

function nearestPixel(centre: number): number {
  return Math.round((centre - wavelength[0]) / (wavelength[1] - wavelength[0]));
}

function informationShares(params: DatasetParams, sky: Sky): { stars: number; values: Map<string, number> } {
  const simulator = createSimulator(params);
  const stars = Math.min(64, params.validation);
  const windows: [name: string, centres: number[]][] = [
    ...namedLines.map(({ name = '', wavelength: centre }): [string, number[]] => [name, [centre]]),
    [caTriplet, namedLines.filter(({ name }) => name?.startsWith('Ca II')).map((line) => line.wavelength)],
  ];
  const values = new Map(windows.map(([name]) => [name, 0]));
  for (let s = 0; s < stars; s += 1) {
    const { flux, gradient } = differentiate(simulator, labelsAt(params, 'validation', s), undefined, ['logG']);
    const sigma = sigmaAtSnr(sky, flux, 7);
    const information = gradient[0].map((slope, i) => (slope * slope) / (sigma[i] * sigma[i]));
    const total = information.reduce((sum, value) => sum + value, 0);
    for (const [name, centres] of windows) {
      const inside = information.reduce(
        (sum, value, i) =>
          centres.some((centre) => Math.abs(wavelength[i] - centre) <= lineReach) ? sum + value : sum,
        0,
      );
      values.set(name, values.get(name)! + inside / total / stars);
    }
  }
  return { stars, values };
}
