import { exp, log } from '../../math.ts';
import { createRandom } from '../../random.ts';
import { median } from './order.ts';
import { pixelCount, wavelength } from './simulator.ts';

/**
 * The exposure: sigma_i^2 = (f_i F + sky_i + ron^2) / F^2, where f is the flux with median 1, F the electrons of a
 * median pixel and sky_i the sky's electrons. Object, sky and read-out are photon and read-out noise of one simple
 * exposure; the numbers below are this project's own, in place of the study's exposure simulator, chosen so that
 * magnitude 21.5 (noise level 1) lies between SNR 5 and 7 and magnitude 23 below the information cliff.
 */
export const exposure = {
  /** Electrons of a median pixel at the reference magnitude. */
  referenceElectrons: 100,
  referenceMagnitude: 21.5,
  /** Electrons of the sky continuum in a pixel. */
  skyContinuum: 150,
  /** Read-out noise of an extracted pixel, electrons. */
  readNoise: 6,
} as const;

/** The study's six magnitudes (README, Track C) and the noise levels of `EXPERIMENTS.md`. */
export const magnitudes = [18, 20, 21.5, 22, 22.5, 23] as const;
export const noiseLevels = [0, 0.1, 0.2, 0.5, 1, 2] as const;
export const snrs = [1, 2, 3, 4, 5, 7, 10, 15, 20, 50] as const;

/** Spans in which the Meinel bands of the night sky's OH crowd between 7100 and 8850 Angstrom (approximate). */
const hydroxylBands: [low: number, high: number, lines: number][] = [
  [7240, 7450, 16],
  [7700, 8110, 30],
  [8280, 8550, 22],
  [8620, 8850, 16],
];

/** What the sky adds to every pixel, electrons; [4096]. */
export interface Sky {
  electrons: Float64Array;
  /** Variance that does not depend on the star: sky plus read-out, electrons^2. */
  background: Float64Array;
  /** Median of `background`. */
  medianBackground: number;
}

/** Night sky with OH-like emission lines of seeded position and brightness; `scale` multiplies all of it. */
export function createSky(skySeed: number, scale = 1): Sky {
  const electrons = new Float64Array(pixelCount).fill(exposure.skyContinuum);
  const width = 0.7;
  for (const [low, high, lines] of hydroxylBands) {
    for (let l = 0; l < lines; l += 1) {
      const random = createRandom(skySeed, 'sky-line', low, l);
      const centre = random.range(low, high);
      // Exponential brightness: few lines dominate, as in the real night sky.
      const peak = -8 * exposure.skyContinuum * log(1 - random.uniform());
      for (let i = 0; i < pixelCount; i += 1) {
        const distance = (wavelength[i] - centre) / width;
        if (Math.abs(distance) < 6) electrons[i] += peak * exp(-0.5 * distance * distance);
      }
    }
  }
  for (let i = 0; i < pixelCount; i += 1) electrons[i] *= scale;
  const background = electrons.map((value) => value + exposure.readNoise * exposure.readNoise);
  return { electrons, background, medianBackground: median(background) };
}

/** Electrons of a median pixel of a star of this magnitude. */
export function electronsAtMagnitude(magnitude: number): number {
  return exposure.referenceElectrons * exp(-0.4 * log(10) * (magnitude - exposure.referenceMagnitude));
}

/** Inverse of {@link electronsAtMagnitude}. */
export function magnitudeOfElectrons(electrons: number): number {
  return exposure.referenceMagnitude - (2.5 * log(electrons / exposure.referenceElectrons)) / log(10);
}

/**
 * Electrons at which a pixel of flux 1 over the median background has this SNR: the positive root of
 * F^2 - snr^2 F - snr^2 background = 0.
 */
export function electronsAtSnr(sky: Sky, snr: number): number {
  const square = snr * snr;
  return (square + Math.sqrt(square * square + 4 * square * sky.medianBackground)) / 2;
}

/** Per-pixel sigma of one spectrum in units of its normalised flux; `flux` is read at `offset`. */
export function sigmaOfElectrons(
  sky: Sky,
  flux: ArrayLike<number>,
  electrons: number,
  offset = 0,
  out = new Float64Array(pixelCount),
): Float64Array {
  for (let i = 0; i < pixelCount; i += 1) {
    out[i] = Math.sqrt(flux[offset + i] * electrons + sky.background[i]) / electrons;
  }
  return out;
}

/** Per-pixel sigma of a star of this magnitude. */
export function sigmaAtMagnitude(
  sky: Sky,
  flux: ArrayLike<number>,
  magnitude: number,
  offset = 0,
  out = new Float64Array(pixelCount),
): Float64Array {
  return sigmaOfElectrons(sky, flux, electronsAtMagnitude(magnitude), offset, out);
}

const ratio = new Float64Array(pixelCount);
const scratch = new Float64Array(pixelCount);

/** Median over pixels of flux / sigma. */
export function medianSnr(flux: ArrayLike<number>, sigma: ArrayLike<number>, offset = 0): number {
  for (let i = 0; i < pixelCount; i += 1) ratio[i] = flux[offset + i] / sigma[i];
  return median(ratio, 0, pixelCount, scratch);
}

/** {@link medianSnr} of a star of so many electrons, without its sigma: flux / sigma in one pass. */
export function medianSnrOfElectrons(sky: Sky, flux: Float32Array, electrons: number, offset: number): number {
  for (let i = 0; i < pixelCount; i += 1) {
    const star = flux[offset + i] * electrons;
    ratio[i] = star / Math.sqrt(star + sky.background[i]);
  }
  return median(ratio, 0, pixelCount, scratch);
}

/** Scale `sigma` in place so that the spectrum's median flux/sigma is `snr`; returns the factor. */
export function rescaleToSnr(flux: ArrayLike<number>, sigma: Float64Array, snr: number, offset = 0): number {
  const factor = medianSnr(flux, sigma, offset) / snr;
  for (let i = 0; i < pixelCount; i += 1) sigma[i] *= factor;
  return factor;
}

/**
 * Sigma on the SNR axis. Its shape over pixels is that of the exposure at which a median pixel has this SNR (one
 * brightness for all spectra: sky-limited at low SNR, photon-limited at high SNR); each spectrum's sigma is then
 * rescaled so that its own median SNR is exact, by a factor near 1. The study says "unified SNR" and no more, so the
 * choice of the shape is this project's own.
 */
export function sigmaAtSnr(
  sky: Sky,
  flux: ArrayLike<number>,
  snr: number,
  offset = 0,
  out = new Float64Array(pixelCount),
): Float64Array {
  sigmaOfElectrons(sky, flux, electronsAtSnr(sky, snr), offset, out);
  rescaleToSnr(flux, out, snr, offset);
  return out;
}
