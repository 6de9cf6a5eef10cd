import * as tf from '@tensorflow/tfjs';
import type { Compression } from './compression.ts';
import { prepareNoise, type Spectra } from './data.ts';
import { electronsAtSnr, type Sky } from './noise.ts';
import { pixelCount } from './simulator.ts';

/**
 * Noise of compressed spectra. The noise of a spectrum is Gaussian with independent pixels of variance
 * sigma_j^2 = factor^2 (f_j F + background_j) / F^2 (see noise.ts), so after compression it is Gaussian with covariance
 * A^T diag(sigma^2 / scale^2) A, and drawing it there, instead of on 4096 pixels, gives the same distribution. The
 * flux is the mean plus a sum over axes, f_j = mean_j + scale_j sum_k a_k A_jk, hence the covariance is one too:
 * factor^2 (base + sum_k a_k slope_k), with matrices that all spectra share.
 */
export interface CompressedNoise {
  /** Adds noise to the compressed spectrum `index`; `deviates` are `size` standard normals. */
  add(index: number, deviates: Float32Array, at: number, out: Float32Array): void;
  /** Covariance of spectrum `index`: lower triangle, packed by rows. */
  covariance(index: number): Float64Array;
}

/**
 * @param coefficients Compressed noise-free spectra, [count, size].
 * @param snr Median SNR per pixel.
 */
export function prepareCompressedNoise(
  compression: Compression,
  sky: Sky,
  spectra: Spectra,
  coefficients: Float32Array,
  snr: number,
): CompressedNoise {
  const { size } = compression;
  const packed = (size * (size + 1)) / 2;
  const electrons = electronsAtSnr(sky, snr);
  const { base, slopes } = covarianceTerms(compression, sky, electrons);
  const factors = squaredFactors(sky, spectra, electrons, snr);

  const covariance = (index: number): Float64Array => {
    const sum = base.slice();
    for (let k = 0; k < size; k += 1) {
      const share = coefficients[index * size + k];
      const slope = slopes[k];
      for (let q = 0; q < packed; q += 1) sum[q] += share * slope[q];
    }
    for (let q = 0; q < packed; q += 1) sum[q] *= factors[index];
    return sum;
  };

  const roots = new Float32Array(spectra.count * packed);
  for (let i = 0; i < spectra.count; i += 1) roots.set(packedCholesky(covariance(i), size), i * packed);
  return {
    covariance,
    add(index, deviates, at, out) {
      let q = index * packed;
      for (let a = 0; a < size; a += 1) {
        let sum = 0;
        for (let b = 0; b <= a; b += 1) sum += roots[q + b] * deviates[at + b];
        q += a + 1;
        out[at + a] += sum;
      }
    },
  };
}

/** The covariance of the mean spectrum's noise, and what one unit along each axis adds to it. */
function covarianceTerms({ size, mean, scale, axes }: Compression, sky: Sky, electrons: number) {
  const weights = new Float64Array(pixelCount);
  const square = electrons * electrons;
  for (let j = 0; j < pixelCount; j += 1) {
    weights[j] = (mean[j] * electrons + sky.background[j]) / (square * scale[j] * scale[j]);
  }
  const base = weightedGram(axes, size, weights);
  const slopes = Array.from({ length: size }, (_, k) => {
    for (let j = 0; j < pixelCount; j += 1) weights[j] = axes[j * size + k] / (electrons * scale[j]);
    return weightedGram(axes, size, weights);
  });
  return { base, slopes };
}

/** A^T diag(weights) A, lower triangle packed by rows. */
function weightedGram(axes: Float32Array, size: number, weights: Float64Array): Float64Array {
  const weighted = axes.map((value, at) => value * weights[Math.floor(at / size)]);
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d(axes, [pixelCount, size]), tf.tensor2d(weighted, [pixelCount, size]), true),
  );
  const full = product.dataSync<'float32'>();
  product.dispose();
  return Float64Array.from(lowerIndices(size), (at) => full[at]);
}

function lowerIndices(size: number): number[] {
  return Array.from({ length: size }, (_, a) => Array.from({ length: a + 1 }, (_, b) => a * size + b)).flat();
}

/** Squares of the factors that put each spectrum at its median SNR, read off its first pixel. */
function squaredFactors(sky: Sky, spectra: Spectra, electrons: number, snr: number): Float64Array {
  const noise = prepareNoise(sky, spectra, { snr });
  const scratch = new Float64Array(pixelCount);
  return Float64Array.from({ length: spectra.count }, (_, i) => {
    const [sigma] = noise.sigma(i, scratch);
    const plain = spectra.flux[i * pixelCount] * electrons + sky.background[0];
    return (sigma * sigma * electrons * electrons) / plain;
  });
}

/** Cholesky factor of a packed symmetric positive definite matrix, in place. */
function packedCholesky(matrix: Float64Array, size: number): Float64Array {
  for (let a = 0, rowA = 0; a < size; rowA += ++a) {
    for (let b = 0, rowB = 0; b <= a; rowB += ++b) {
      let sum = matrix[rowA + b];
      for (let c = 0; c < b; c += 1) sum -= matrix[rowA + c] * matrix[rowB + c];
      if (a === b && !(sum > 0)) throw new RangeError('the covariance of the noise must be positive definite');
      matrix[rowA + b] = a === b ? Math.sqrt(sum) : sum / matrix[rowB + b];
    }
  }
  return matrix;
}
