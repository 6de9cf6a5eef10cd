import * as tf from '@tensorflow/tfjs';
import { leadingSubspace } from '../../models/subspace.ts';
import type { Spectra } from './data.ts';
import { pixelCount } from './simulator.ts';

/**
 * A fixed linear map of whitened spectra to few numbers: the leading principal components of noise-free training
 * spectra. White noise stays white under orthonormal axes, and what noise-free spectra have outside them is far below
 * it, so that nearly no information on the labels is lost (`lost` says how much signal).
 */
export interface Compression {
  /** Numbers that a spectrum is compressed to. */
  size: number;
  /** Mean noise-free training spectrum, [4096]. */
  mean: Float64Array;
  /** Whitening scale per pixel, [4096]. */
  scale: Float64Array;
  /** Orthonormal axes in whitened pixels, [4096, size]. */
  axes: Float32Array;
  /** Mean square of noise-free whitened spectra outside the axes, summed over pixels; one pixel's noise has 1. */
  lost: number;
}

/** Rounds of subspace iteration; eigenvalues fall by orders of magnitude, so that few are enough. */
const rounds = 4;
/** Spectra that the axes are computed from, at most. */
const sampleSize = 2048;
/** Spectra multiplied at one time. */
const chunk = 1024;

/** Axes of noise-free training spectra. */
export function fitCompression(train: Spectra, scale: Float64Array, size: number): Compression {
  const count = Math.min(sampleSize, train.count);
  const mean = meanSpectrum(train.flux, count);
  const white = whiten(train.flux, 0, count, mean, scale);
  const total = sumOfSquares(white) / count;
  const x = tf.tensor2d(white, [count, pixelCount]);
  const times = (v: Float32Array): Float32Array => {
    const product = tf.tidy(() => tf.matMul(x, tf.matMul(x, tf.tensor2d(v, [pixelCount, size])), true));
    const values = product.dataSync<'float32'>();
    product.dispose();
    return values;
  };
  const axes = leadingSubspace({ times, rows: pixelCount, columns: size, rounds, stream: 'principal-axes' });
  x.dispose();
  const compression = { size, mean, scale, axes, lost: 0 };
  const kept = sumOfSquares(compress(compression, train.flux.subarray(0, count * pixelCount))) / count;
  return { ...compression, lost: Math.max(0, total - kept) };
}

/** Compressed spectra, [count, size], of flux [count, 4096]. */
export function compress({ size, mean, scale, axes }: Omit<Compression, 'lost'>, flux: Float32Array): Float32Array {
  const count = flux.length / pixelCount;
  const out = new Float32Array(count * size);
  tf.tidy(() => {
    const basis = tf.tensor2d(axes, [pixelCount, size]);
    for (let first = 0; first < count; first += chunk) {
      const rows = Math.min(chunk, count - first);
      const product = tf.tidy(() =>
        tf.matMul(tf.tensor2d(whiten(flux, first, rows, mean, scale), [rows, pixelCount]), basis),
      );
      out.set(product.dataSync<'float32'>(), first * size);
      product.dispose();
    }
  });
  return out;
}

function meanSpectrum(flux: Float32Array, count: number): Float64Array {
  const mean = new Float64Array(pixelCount);
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < pixelCount; j += 1) mean[j] += flux[i * pixelCount + j] / count;
  }
  return mean;
}

/** (flux - mean) / scale of `count` spectra from `first` on, [count, 4096]. */
function whiten(
  flux: Float32Array,
  first: number,
  count: number,
  mean: Float64Array,
  scale: Float64Array,
): Float32Array {
  const out = new Float32Array(count * pixelCount);
  for (let i = 0; i < count; i += 1) {
    const row = (first + i) * pixelCount;
    for (let j = 0; j < pixelCount; j += 1) out[i * pixelCount + j] = (flux[row + j] - mean[j]) / scale[j];
  }
  return out;
}

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] * values[i];
  return sum;
}
