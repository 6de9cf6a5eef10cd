import { z } from 'zod';
import type { Random } from '../../random.ts';
import type { RunContext } from '../../engine/experiment.ts';
import type { LabelName, StellarLabels } from './labels.ts';
import { drawLabels, labelNames, labelRanges } from './labels.ts';
import {
  electronsAtMagnitude,
  electronsAtSnr,
  exposure,
  medianSnrOfElectrons,
  sigmaOfElectrons,
  createSky,
} from './noise.ts';
import type { Sky } from './noise.ts';
import { median } from './order.ts';
import { createSimulator, pixelCount } from './simulator.ts';
import type { SimulatorOptions } from './simulator.ts';

const seed = z.int().min(1);
const range = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low <= high, 'must be [low, high] with low <= high');
const count = z.int().min(1);

/**
 * What defines the suite's data, once, in experiments/spectra-dataset/config.yaml. Other experiments read it from
 * `context.upstream['spectra-dataset'].params`.
 */
export const datasetParams = z.strictObject({
  lineSeed: seed.meta({ description: 'Seed of the metal line list; calibrated for one value, so not to be varied' }),
  skySeed: seed.meta({ description: "Seed of the sky's emission lines" }),
  labelSeed: seed.meta({ description: 'Seed of the stellar labels' }),
  normalisation: z.enum(['median', 'continuum']).meta({ description: "Median flux (the study's) or continuum" }),
  train: count.meta({ description: 'Training spectra' }),
  validation: count.meta({ description: 'Validation spectra' }),
  test: count.meta({ description: 'Test spectra' }),
  labelRanges: z
    .strictObject({
      teff: range.default(labelRanges.teff),
      logG: range.default(labelRanges.logG),
      mh: range.default(labelRanges.mh),
      alphaM: range.default(labelRanges.alphaM),
      cM: range.default(labelRanges.cM),
    })
    .prefault({})
    .meta({ description: 'Ranges of the uniform labels: K, dex, dex, dex, dex' }),
});

export type DatasetParams = z.infer<typeof datasetParams>;
export type Split = 'train' | 'validation' | 'test';

/** The dataset parameters that an experiment downstream of `spectra-dataset` reads. */
export function upstreamDataset(context: Pick<RunContext, 'upstream'>): DatasetParams {
  return datasetParams.parse(context.upstream['spectra-dataset'].params);
}

/** Noise-free spectra of one split. */
export interface Spectra {
  count: number;
  /** Normalised flux, [count, 4096] row by row. */
  flux: Float32Array;
  /** Each label, [count]. */
  labels: Record<LabelName, Float64Array>;
}

/** How a shifted simulator departs from the calibrated one; its sky is the `scale` of {@link skyOf}. */
export type Shift = Pick<SimulatorOptions, 'calibration' | 'resolvingPower'>;

/** Spectra in one cache entry: 16 MiB, so that runs of other sizes share all whole chunks. */
const chunkSize = 1024;

/**
 * The first `count` spectra of a split (default: all that the config gives it). Spectrum i depends on (seeds, split, i)
 * alone, so a longer training set begins with the shorter one.
 */
export function loadSpectra(
  params: DatasetParams,
  split: Split,
  count = params[split],
  cached: RunContext['cached'] = (_, make) => make(),
  shift: Shift = {},
): Spectra {
  const flux = new Float32Array(count * pixelCount);
  for (let first = 0; first < count; first += chunkSize) {
    const size = Math.min(chunkSize, count - first);
    const make = () => simulateChunk(params, shift, split, first, size);
    const bytes = cached(cacheKey(params, shift, split, first, size), make, import.meta.url);
    new Uint8Array(flux.buffer).set(bytes, first * pixelCount * 4);
  }
  return { count, flux, labels: labelColumns(params, split, count) };
}

/** Labels of spectrum `index` of a split. */
export function labelsAt(params: DatasetParams, split: string, index: number): StellarLabels {
  return drawLabels(params.labelSeed, split, index, params.labelRanges);
}

/** Names everything that a chunk of flux depends on beside the source code. */
function cacheKey(params: DatasetParams, shift: Shift, split: Split, first: number, size: number): string {
  const { lineSeed, labelSeed, normalisation } = params;
  const ranges = labelNames.map((name) => params.labelRanges[name].join('_')).join('-');
  const shifted = Object.entries({ ...shift.calibration, resolvingPower: shift.resolvingPower })
    .flatMap(([name, value]) => (value === undefined ? [] : [`-${name}${value}`]))
    .sort()
    .join('');
  return `spectra-${normalisation}-${lineSeed}-${labelSeed}-${ranges}-${split}-${first}-${size}${shifted}`;
}

function simulateChunk(params: DatasetParams, shift: Shift, split: Split, first: number, size: number): Uint8Array {
  const simulator = createSimulator({ ...params, ...shift });
  const flux = new Float32Array(size * pixelCount);
  for (let i = 0; i < size; i += 1) simulator.simulate(labelsAt(params, split, first + i), flux, i * pixelCount);
  return new Uint8Array(flux.buffer);
}

function labelColumns(params: DatasetParams, split: Split, count: number): Spectra['labels'] {
  const columns = Object.fromEntries(labelNames.map((name) => [name, new Float64Array(count)])) as Spectra['labels'];
  for (let i = 0; i < count; i += 1) {
    const labels = labelsAt(params, split, i);
    for (const name of labelNames) columns[name][i] = labels[name];
  }
  return columns;
}

/** How much noise: a median SNR per pixel, a magnitude, or a multiple of the noise of magnitude 21.5. */
export type NoiseSetting = { snr: number } | { magnitude: number } | { level: number };

/** The noise of every spectrum of a set. */
export interface SpectraNoise {
  /** Per-pixel sigma of spectrum `index`, [4096], in units of its flux. */
  sigma(index: number, out?: Float64Array): Float64Array;
  /**
   * y = x + sigma eps of spectrum `index`, written to `out` at `offset`; divided by `whitening` per pixel where given.
   */
  corrupt(index: number, random: Random, out: Float32Array, offset?: number, whitening?: Float64Array): void;
}

/** The sky of a dataset; `scale` brightens it for a shifted simulator. */
export function skyOf(params: DatasetParams, scale = 1): Sky {
  return createSky(params.skySeed, scale);
}

/**
 * Noise of `spectra` under `setting`: see `sigmaAtSnr` and `sigmaAtMagnitude` in noise.ts. What needs a median is done
 * once here, so that fresh noise in every batch costs one square root and one normal deviate a pixel.
 */
export function prepareNoise(sky: Sky, spectra: Pick<Spectra, 'count' | 'flux'>, setting: NoiseSetting): SpectraNoise {
  const electrons =
    'snr' in setting
      ? electronsAtSnr(sky, setting.snr)
      : electronsAtMagnitude('magnitude' in setting ? setting.magnitude : exposure.referenceMagnitude);
  const factors = new Float64Array(spectra.count).fill('level' in setting ? setting.level : 1);
  if ('snr' in setting) {
    for (let i = 0; i < spectra.count; i += 1) {
      factors[i] = medianSnrOfElectrons(sky, spectra.flux, electrons, i * pixelCount) / setting.snr;
    }
  }
  const sigma = (index: number, out = new Float64Array(pixelCount)): Float64Array => {
    sigmaOfElectrons(sky, spectra.flux, electrons, index * pixelCount, out);
    for (let i = 0; i < pixelCount; i += 1) out[i] *= factors[index];
    return out;
  };
  const deviates = new Float32Array(pixelCount);
  const { flux } = spectra;
  return {
    sigma,
    corrupt(index, random, out, offset = 0, whitening) {
      random.fillNormal(deviates);
      const start = index * pixelCount;
      // What `sigma` computes, in one pass without a division: this is the hot loop of every model's training.
      const gain = factors[index] / electrons;
      const weights = inverseOf(whitening);
      for (let i = 0; i < pixelCount; i += 1) {
        const clean = flux[start + i];
        const sigmaPixel = Math.sqrt(clean * electrons + sky.background[i]) * gain;
        out[offset + i] = (clean + sigmaPixel * deviates[i]) * weights[i];
      }
    },
  };
}

const ones = new Float64Array(pixelCount).fill(1);
const inverses = new WeakMap<Float64Array, Float64Array>();

/** 1 / whitening per pixel, made once for each scale; ones where there is none. */
function inverseOf(whitening: Float64Array | undefined): Float64Array {
  if (whitening === undefined) return ones;
  const inverse = inverses.get(whitening) ?? whitening.map((value) => 1 / value);
  inverses.set(whitening, inverse);
  return inverse;
}

/**
 * Whitening scale per pixel: the median over (at most 512) training spectra of sigma, [4096]. One scale for all spectra
 * on purpose: dividing by a spectrum's own sigma, which follows its flux, would hide part of the lines.
 */
export function referenceSigma(sky: Sky, train: Spectra, setting: NoiseSetting): Float64Array {
  const count = Math.min(512, train.count);
  const noise = prepareNoise(sky, { count, flux: train.flux.subarray(0, count * pixelCount) }, setting);
  const sigmas = Array.from({ length: count }, (_, index) => noise.sigma(index));
  const column = new Float64Array(count);
  const scratch = new Float64Array(count);
  const reference = new Float64Array(pixelCount);
  for (let i = 0; i < pixelCount; i += 1) {
    for (let s = 0; s < count; s += 1) column[s] = sigmas[s][i];
    reference[i] = median(column, 0, count, scratch);
  }
  return reference;
}
