import * as tf from '@tensorflow/tfjs';
import { log } from '../../../math.ts';
import { prepareNoise, type Spectra } from '../data.ts';
import { electronsAtSnr, medianSnrOfElectrons, type Sky } from '../noise.ts';
import { pixelCount } from '../simulator.ts';

/** Pixels whose variances are multiplied before one logarithm is taken; 16 of them stay far below the largest double. */
const group = 16;

/**
 * The simulator's own likelihood at one SNR: the logarithm of the density of an observed spectrum, [4096], where the
 * noise-free one is `flux`, up to a constant that all spectra share. Pixels are independent and Gaussian, with a variance
 * (f F + sky + ron^2) (factor / F)^2 that follows the noise-free flux and the factor that puts it at that median SNR.
 */
export function createLikelihood(sky: Sky, snr: number): (observed: Float32Array, flux: Float32Array) => number {
  const electrons = electronsAtSnr(sky, snr);
  const { background } = sky;
  return (observed, flux) => {
    const factor = medianSnrOfElectrons(sky, flux, electrons, 0) / snr;
    let [squares, logarithms] = [0, 0];
    for (let first = 0; first < pixelCount; first += group) {
      let product = 1;
      for (let i = first; i < first + group; i += 1) {
        const variance = flux[i] * electrons + background[i];
        const residual = observed[i] - flux[i];
        squares += (residual * residual) / variance;
        product *= variance;
      }
      logarithms += log(product);
    }
    const scale = electrons / factor;
    return -0.5 * (squares * scale * scale + logarithms) + pixelCount * log(scale);
  };
}

/** Draws whose products with all observations are taken at once. */
const block = 512;

/**
 * The same for every observed spectrum under every one of `draws`, [observations, draws] row by row: two matrix products,
 * since sum w (y - f)^2 = sum w y^2 - 2 sum (w f) y + sum w f^2. Both are taken relative to the mean spectrum, which
 * keeps the sums small enough for single precision.
 */
export function likelihoodMatrix(
  sky: Sky,
  snr: number,
  observed: Float32Array,
  draws: Spectra,
  onProgress: (done: number) => void = () => {},
): Float32Array {
  const observations = observed.length / pixelCount;
  const centre = meanSpectrum(draws);
  const noise = prepareNoise(sky, draws, { snr });
  const out = new Float32Array(observations * draws.count);
  const y = tf.tidy(() => tf.sub(tf.tensor2d(observed, [observations, pixelCount]), tf.tensor1d(centre)));
  const ySquared = tf.square(y);
  const sigma = new Float64Array(pixelCount);
  for (let first = 0; first < draws.count; first += block) {
    const size = Math.min(block, draws.count - first);
    const weights = new Float32Array(size * pixelCount);
    const weighted = new Float32Array(size * pixelCount);
    const own = new Float64Array(size);
    for (let j = 0; j < size; j += 1) {
      noise.sigma(first + j, sigma);
      const from = (first + j) * pixelCount;
      for (let start = 0; start < pixelCount; start += group) {
        let product = 1;
        for (let i = start; i < start + group; i += 1) {
          const weight = 1 / (sigma[i] * sigma[i]);
          const flux = draws.flux[from + i] - centre[i];
          weights[j * pixelCount + i] = weight;
          weighted[j * pixelCount + i] = weight * flux;
          own[j] += weight * flux * flux;
          product *= weight;
        }
        own[j] -= log(product);
      }
    }
    const products = tf.tidy(() => {
      const [w, wf] = [weights, weighted].map((values) => tf.tensor2d(values, [size, pixelCount]));
      const squares = tf.matMul(ySquared as tf.Tensor2D, w as tf.Tensor2D, false, true);
      return tf.sub(squares, tf.mul(tf.matMul(y, wf as tf.Tensor2D, false, true), 2)).dataSync<'float32'>();
    });
    for (let i = 0; i < observations; i += 1) {
      for (let j = 0; j < size; j += 1) out[i * draws.count + first + j] = -0.5 * (products[i * size + j] + own[j]);
    }
    onProgress(first + size);
  }
  y.dispose();
  ySquared.dispose();
  return out;
}

function meanSpectrum({ flux, count }: Spectra): Float32Array {
  const sum = new Float64Array(pixelCount);
  for (let j = 0; j < count; j += 1) for (let i = 0; i < pixelCount; i += 1) sum[i] += flux[j * pixelCount + i];
  return Float32Array.from(sum, (value) => value / count);
}
