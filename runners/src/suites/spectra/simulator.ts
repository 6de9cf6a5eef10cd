import { exp, expArray, log } from '../../math.ts';
import type { StellarLabels } from './labels.ts';
import { bands, lineList, paschenLines } from './lines.ts';
import { median } from './order.ts';

/** Pixels of a spectrum. */
export const pixelCount = 4096;
/** First and last pixel centre, Angstrom (red arm of the Prime Focus Spectrograph; README, Data table). */
export const wavelengthRange: [number, number] = [7100, 8850];
const pixelStep = (wavelengthRange[1] - wavelengthRange[0]) / (pixelCount - 1);

/** Pixel centres, Angstrom; [4096]. */
export const wavelength = Float64Array.from({ length: pixelCount }, (_, i) => wavelengthRange[0] + i * pixelStep);

/**
 * Free constants of the simulator, in the one place that calibration may move. `widthGravity`, `ionisedGravity`,
 * `neutralGravity` and `depth` were calibrated to the ceilings that `EXPERIMENTS.md` names (see `notes` in
 * experiments/spectra-dataset/config.yaml); the others were set by hand. None is a measured atomic constant.
 */
export const calibration = {
  /** Damping width grows as 10^(widthGravity (logG - 3)). */
  widthGravity: 0.12,
  /** Strength of ionised lines falls as 10^(-ionisedGravity (logG - 3)). */
  ionisedGravity: 0.14,
  /** Strength of neutral lines rises as 10^(neutralGravity (logG - 3)). */
  neutralGravity: 0.03,
  /** Stark width of Paschen lines grows as 10^(paschenGravity (logG - 3)). */
  paschenGravity: 0.06,
  /** TiO weakens as 10^(-moleculeGravity (logG - 3)). */
  moleculeGravity: 0.025,
  /** Scale of every metal line's optical depth. */
  depth: 0.05,
  /** Strength of ionised and neutral lines over temperature beyond excitation: dex per unit of Teff/4800 - 1. */
  ionisedTeff: 1.5,
  neutralTeff: -2.5,
  /** Doppler part and damping part of a line's half width at the reference star, Angstrom. */
  dopplerWidth: 0.35,
  dampingWidth: 0.25,
};

export type Calibration = typeof calibration;

export interface SimulatorOptions {
  /** Seed of the metal line list. */
  lineSeed: number;
  /**
   * `median`: Planck continuum, each spectrum divided by its median flux (the study's preprocessing). `continuum`:
   * exp(-tau) alone, in (0, 1].
   */
  normalisation?: Normalisation;
  /** Departures from {@link calibration}, e.g. for a shifted simulator. */
  calibration?: Partial<Calibration>;
  /** lambda / FWHM of the line spread at 8000 Angstrom. */
  resolvingPower?: number;
}

export type Normalisation = 'median' | 'continuum';

export interface Simulator {
  readonly normalisation: Normalisation;
  /** Write the 4096 pixels of one noise-free, normalised spectrum to `out` at `offset`. */
  simulate(labels: StellarLabels, out: Float32Array | Float64Array, offset?: number): void;
  /** The same before the division by the median: a smooth function of the labels, for derivatives. */
  observe(labels: StellarLabels, out: Float64Array): void;
}

/** Medium-resolution red arm of the spectrograph: about 1.6 Angstrom FWHM. */
const defaultResolvingPower = 5000;
const referenceTeff = 4800;
const referenceTheta = 5040 / referenceTeff;
const ln10 = log(10);

/** Piece of the pixel grid that one line or band touches, with what does not depend on the star. */
interface Window {
  first: number;
  last: number;
  /** Squared distance from the centre, Angstrom^2, or the template itself for a band. */
  values: Float64Array;
  /** Taper that brings the wing to zero at the window's edge. */
  taper: Float64Array;
}

/**
 * Spectrum = exp(-tau) times continuum, convolved with a Gaussian line spread, then normalised. One simulator holds its
 * own scratch arrays; it is not re-entrant, and does not need to be.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const constants: Calibration = { ...calibration, ...options.calibration };
  const normalisation = options.normalisation ?? 'median';
  const lines = lineList(options.lineSeed);
  const lineWindows = lines.map((line) => lorentzWindow(line.wavelength, line.halfWindow));
  const paschenWindows = paschenLines.map((line) => lorentzWindow(line.wavelength, 60));
  const bandWindows = bands.map((band) => bandWindow(band.head, band.tail));
  const kernel = lineSpread(options.resolvingPower ?? defaultResolvingPower);
  const reach = kernel.length - 1;

  const strengths = new Float64Array(lines.length);
  const tau = new Float64Array(pixelCount);
  const padded = new Float64Array(pixelCount + 2 * reach);
  const smooth = new Float64Array(pixelCount);
  const scratch = new Float64Array(pixelCount);

  function opticalDepth(labels: StellarLabels): void {
    const { teff, logG, mh, alphaM, cM } = labels;
    const gravity = logG - 3;
    const relativeTeff = teff / referenceTeff - 1;
    const theta = 5040 / teff - referenceTheta;
    const power = (dex: number): number => exp(ln10 * dex);

    if (normalisation === 'median') planckDepth(teff, tau);
    else tau.fill(0);

    const ionised = -constants.ionisedGravity * gravity + constants.ionisedTeff * relativeTeff;
    const neutral = constants.neutralGravity * gravity + constants.neutralTeff * relativeTeff;
    for (let l = 0; l < lines.length; l += 1) {
      const line = lines[l];
      const abundance = mh + line.alpha * alphaM + line.carbon * cM;
      strengths[l] =
        ln10 * (line.logStrength + abundance - line.excitation * theta + (line.ionised ? ionised : neutral));
    }
    expArray(strengths);
    const damping = constants.dampingWidth * power(constants.widthGravity * gravity) * power(0.3 * log10Ratio(teff));
    for (let l = 0; l < lines.length; l += 1) {
      const width = constants.dopplerWidth + damping * lines[l].damping;
      addLorentz(tau, lineWindows[l], constants.depth * strengths[l], 1 / (width * width));
    }

    const hydrogen = power(8.8 * (teff / 5500 - 1) - 1);
    const stark = 6 * power(constants.paschenGravity * gravity);
    for (let p = 0; p < paschenLines.length; p += 1) {
      addMoffat(tau, paschenWindows[p], hydrogen * paschenLines[p].strength, 1 / (stark * stark));
    }

    // TiO grows below 4000 K and with both of its elements; CN grows with carbon.
    const tio = power((4000 - teff) / 350 + 0.6 * mh + 0.4 * alphaM - constants.moleculeGravity * gravity);
    const cn = power((referenceTeff - teff) / 2500 + mh + cM);
    for (let b = 0; b < bands.length; b += 1) {
      addScaled(tau, bandWindows[b], bands[b].strength * (bands[b].molecule === 'TiO' ? tio : cn));
    }
  }

  function observe(labels: StellarLabels, out: Float64Array): void {
    opticalDepth(labels);
    for (let i = 0; i < pixelCount; i += 1) tau[i] = -tau[i];
    expArray(tau);
    convolve(tau, kernel, padded, out);
  }

  return {
    normalisation,
    observe,
    simulate(labels, out, offset = 0) {
      observe(labels, smooth);
      const scale = normalisation === 'median' ? 1 / median(smooth, 0, pixelCount, scratch) : 1;
      for (let i = 0; i < pixelCount; i += 1) out[offset + i] = smooth[i] * scale;
    },
  };
}

function log10Ratio(teff: number): number {
  return log(teff / referenceTeff) / ln10;
}

/** Pixels within `halfWindow` of a line, with their squared distances; the taper is smooth and fixed. */
function lorentzWindow(centre: number, halfWindow: number): Window {
  const first = Math.max(0, Math.ceil((centre - halfWindow - wavelengthRange[0]) / pixelStep));
  const last = Math.min(pixelCount, Math.floor((centre + halfWindow - wavelengthRange[0]) / pixelStep) + 1);
  const values = new Float64Array(last - first);
  const taper = new Float64Array(last - first);
  for (let i = first; i < last; i += 1) {
    const distance = wavelength[i] - centre;
    const edge = 1 - (distance * distance) / (halfWindow * halfWindow);
    values[i - first] = distance * distance;
    taper[i - first] = edge * edge;
  }
  return { first, last, values, taper };
}

function bandWindow(head: number, tail: number): Window {
  const first = Math.max(0, Math.ceil((head - wavelengthRange[0]) / pixelStep));
  const values = new Float64Array(pixelCount - first);
  for (let i = first; i < pixelCount; i += 1) values[i - first] = exp(-(wavelength[i] - head) / tail);
  return { first, last: pixelCount, values, taper: values };
}

function addLorentz(tau: Float64Array, window: Window, strength: number, inverseSquare: number): void {
  const { first, last, values, taper } = window;
  for (let i = first, j = 0; i < last; i += 1, j += 1) {
    tau[i] += (strength * taper[j]) / (1 + values[j] * inverseSquare);
  }
}

/** Stark profile of hydrogen: (1 + x^2/w^2)^-2, a stand-in with the right core and a steep wing. */
function addMoffat(tau: Float64Array, window: Window, strength: number, inverseSquare: number): void {
  const { first, last, values, taper } = window;
  for (let i = first, j = 0; i < last; i += 1, j += 1) {
    const base = 1 + values[j] * inverseSquare;
    tau[i] += (strength * taper[j]) / (base * base);
  }
}

function addScaled(tau: Float64Array, window: Window, strength: number): void {
  const { first, last, values } = window;
  for (let i = first, j = 0; i < last; i += 1, j += 1) tau[i] += strength * values[j];
}

const centre = (wavelengthRange[0] + wavelengthRange[1]) / 2;
const halfRange = (wavelengthRange[1] - wavelengthRange[0]) / 2;
/** Position of each pixel in [-1, 1]. */
const position = wavelength.map((w) => (w - centre) / halfRange);

/**
 * Minus the logarithm of the Planck function relative to its value at the centre of the range, written to `out`: a
 * cubic through four nodes, within 1e-4 of the exact curve, at a fraction of the cost of 4096 exponentials.
 */
function planckDepth(teff: number, out: Float64Array): void {
  const a = planckLog(-1, teff);
  const b = planckLog(-1 / 3, teff);
  const c = planckLog(1 / 3, teff);
  const d = planckLog(1, teff);
  const c0 = (-a + 9 * b + 9 * c - d) / 16;
  const c1 = (a - 27 * b + 27 * c - d) / 16;
  const c2 = (9 * (a - b - c + d)) / 16;
  const c3 = (9 * (-a + 3 * b - 3 * c + d)) / 16;
  const reference = planckLog(0, teff);
  for (let i = 0; i < pixelCount; i += 1) {
    const x = position[i];
    out[i] = reference - (c0 + x * (c1 + x * (c2 + x * c3)));
  }
}

/** ln B_lambda up to a constant, at a position in [-1, 1]; second radiation constant 1.438777e8 Angstrom K. */
function planckLog(at: number, teff: number): number {
  const lambda = centre + halfRange * at;
  return -5 * log(lambda) - log(exp(1.438777e8 / (lambda * teff)) - 1);
}

/** One side of the Gaussian line spread, centre first, normalised so that the two-sided sum is 1. */
function lineSpread(resolvingPower: number): Float64Array {
  const sigma = 8000 / resolvingPower / 2.354820045 / pixelStep;
  const reach = Math.ceil(4 * sigma);
  const kernel = new Float64Array(reach + 1);
  let sum = 0;
  for (let k = 0; k <= reach; k += 1) {
    kernel[k] = exp((-0.5 * k * k) / (sigma * sigma));
    sum += k === 0 ? kernel[k] : 2 * kernel[k];
  }
  return kernel.map((value) => value / sum);
}

/** Symmetric convolution; beyond the edges the spectrum keeps its edge value. */
function convolve(flux: Float64Array, kernel: Float64Array, padded: Float64Array, out: Float64Array): void {
  const reach = kernel.length - 1;
  padded.fill(flux[0], 0, reach);
  padded.set(flux, reach);
  padded.fill(flux[pixelCount - 1], reach + pixelCount);
  for (let i = 0; i < pixelCount; i += 1) out[i] = kernel[0] * padded[i + reach];
  // Tap by tap: the order of additions is fixed, and the inner loop is a plain multiply-add.
  for (let k = 1; k <= reach; k += 1) {
    const weight = kernel[k];
    for (let i = 0; i < pixelCount; i += 1) out[i] += weight * (padded[i + reach - k] + padded[i + reach + k]);
  }
}
