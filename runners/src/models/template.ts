import * as tf from '@tensorflow/tfjs';
import { expArray } from '../math.ts';

/** Noise-free spectra with known labels to compare with; plain data. */
export interface TemplateLibrary {
  /** `[count, pixels]`. */
  flux: Float32Array;
  pixels: number;
  /** One a template, [count]. */
  labels: Float64Array;
  /** Mean template, taken off both sides so that differences keep their digits; [pixels]. */
  mean: Float64Array;
}

/** How a label is made of those of the templates. */
export type TemplateEstimate =
  /** Mean over all templates, weighted by exp(-chi2 / 2): the posterior mean if the library is drawn from the prior. */
  | { kind: 'posterior' }
  /** Mean over the `count` nearest, weighted by 1 / chi2; one is the classical nearest template. */
  | { kind: 'nearest'; count: number };

export interface TemplateFit {
  /** Estimated label of each spectrum. */
  labels: Float64Array;
  /** Chi-square of the nearest template; about the number of pixels where the library has the spectrum. */
  chi2: Float64Array;
  /** Index of the nearest template, the first of equals. */
  nearest: Int32Array;
}

/** Spectra and templates compared at one time, which bounds the memory. */
const chunk = { spectra: 256, templates: 2048 };

/** @throws RangeError when sizes disagree or the library is empty. */
export function createTemplateLibrary(flux: Float32Array, pixels: number, labels: Float64Array): TemplateLibrary {
  if (labels.length === 0 || flux.length !== labels.length * pixels) {
    throw new RangeError(`templates: ${flux.length} values are not ${labels.length} spectra of ${pixels} pixels`);
  }
  const mean = new Float64Array(pixels);
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < pixels; j++) mean[j] += flux[i * pixels + j] / labels.length;
  }
  return { flux, pixels, labels, mean };
}

/**
 * Template fitting: each spectrum is compared with every template by chi2 = sum of (y - t)^2 / sigma^2 over the pixels,
 * with an uncertainty `sigma` for every pixel of every spectrum, both `[rows, pixels]`.
 *
 * With w = 1 / sigma^2 and both sides less the mean template, chi2 = sum w y^2 - 2 (w y) T^T + w (T^2)^T: two matrix
 * products for all pairs, 4 x pixels operations a pair. Single precision, so that chi2 is right to about 1e-6 of what
 * the deviations from the mean template amount to. Needs a loaded backend.
 *
 * A pixel of infinite uncertainty does not count.
 *
 * @throws RangeError when sizes disagree, an uncertainty is 0 or NaN, or there are no `count` templates.
 */
export function fitTemplates(
  library: TemplateLibrary,
  spectra: { flux: Float32Array; sigma: Float32Array },
  estimate: TemplateEstimate,
): TemplateFit {
  const { pixels, labels } = library;
  const { flux, sigma } = spectra;
  const rows = flux.length / pixels;
  if (!Number.isInteger(rows) || sigma.length !== flux.length) {
    throw new RangeError(
      `templates: ${flux.length} fluxes and ${sigma.length} sigmas are not rows of ${pixels} pixels`,
    );
  }
  if (estimate.kind === 'nearest' && !(estimate.count >= 1 && estimate.count <= labels.length)) {
    throw new RangeError(`templates: the nearest 1 to ${labels.length}, not ${estimate.count}`);
  }
  const wrong = sigma.findIndex((value) => !(Math.fround(1 / (value * value)) < Infinity));
  if (wrong >= 0) {
    const [row, pixel] = [Math.floor(wrong / pixels), wrong % pixels];
    throw new RangeError(`templates: sigma of row ${row}, pixel ${pixel} is ${sigma[wrong]}: too small or no number`);
  }
  const result: TemplateFit = {
    labels: new Float64Array(rows),
    chi2: new Float64Array(rows),
    nearest: new Int32Array(rows),
  };
  for (let first = 0; first < rows; first += chunk.spectra) {
    const count = Math.min(chunk.spectra, rows - first);
    const distances = chiSquare(library, flux, sigma, first, count);
    for (let i = 0; i < count; i++) {
      const own = distances.subarray(i * labels.length, (i + 1) * labels.length);
      const [nearest] = smallest(own, 1);
      result.nearest[first + i] = nearest;
      result.chi2[first + i] = own[nearest];
      result.labels[first + i] = estimateLabel(own, labels, nearest, estimate);
    }
  }
  return result;
}

/** Chi-square of `count` spectra from `first` on with every template, `[count, templates]`. */
function chiSquare(
  { flux: templates, pixels, labels, mean }: TemplateLibrary,
  flux: Float32Array,
  sigma: Float32Array,
  first: number,
  count: number,
): Float64Array {
  const weight = new Float32Array(count * pixels);
  const weighted = new Float32Array(count * pixels);
  const own = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < pixels; j++) {
      const at = (first + i) * pixels + j;
      const deviation = flux[at] - mean[j];
      const w = 1 / (sigma[at] * sigma[at]);
      weight[i * pixels + j] = w;
      weighted[i * pixels + j] = w * deviation;
      own[i] += w * deviation * deviation;
    }
  }
  const out = new Float64Array(count * labels.length);
  tf.tidy(() => {
    const w = tf.tensor2d(weight, [count, pixels]);
    const wy = tf.tensor2d(weighted, [count, pixels]);
    for (let from = 0; from < labels.length; from += chunk.templates) {
      const size = Math.min(chunk.templates, labels.length - from);
      // Read outside: tidy would look through all values of an array that it is given back.
      const distances = tf.tidy(() => {
        const part = templates.subarray(from * pixels, (from + size) * pixels);
        const t = tf.tensor2d(
          part.map((value, k) => value - mean[k % pixels]),
          [size, pixels],
        );
        const cross = tf.matMul(wy, t, false, true);
        return tf.sub(tf.matMul(w, tf.square(t), false, true), tf.mul(cross, 2));
      });
      const values = distances.dataSync<'float32'>();
      distances.dispose();
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < size; j++) out[i * labels.length + from + j] = own[i] + values[i * size + j];
      }
    }
  });
  return out;
}

function estimateLabel(chi2: Float64Array, labels: Float64Array, nearest: number, estimate: TemplateEstimate): number {
  if (estimate.kind === 'posterior') {
    const weights = chi2.map((value) => -(value - chi2[nearest]) / 2);
    expArray(weights);
    return weightedMean(labels, weights);
  }
  const best = smallest(chi2, estimate.count);
  // Rounding may leave a perfect match at or below 0.
  const weights = Float64Array.from(best, (j) => 1 / Math.max(chi2[j], Number.EPSILON));
  return weightedMean(
    Float64Array.from(best, (j) => labels[j]),
    weights,
  );
}

/** Indices of the smallest values in ascending order, the first of equals first. */
function smallest(values: Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let j = 0; j < values.length; j++) {
    if (best.length === count && values[j] >= values[best[count - 1]]) continue;
    let place = best.length;
    while (place > 0 && values[j] < values[best[place - 1]]) place--;
    best.splice(place, 0, j);
    if (best.length > count) best.pop();
  }
  return best;
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * values[i];
    total += weights[i];
  }
  return sum / total;
}
