import { prepareCompressedNoise, type CompressedNoise } from './compressed-noise.ts';
import { compress, fitCompression } from './compression.ts';
import { evaluationSet, whiteningScale, type SpectraTask } from './observed.ts';
import { gravityOf, standardiseGravity } from './standard-gravity.ts';

/** The suite's data at one SNR in compressed coordinates, inputs and target in units of about 1. */
export interface CompressedTask {
  size: number;
  /** Noise-free training spectra, [count, size], not yet divided by `deviations`. */
  train: Float32Array;
  noise: CompressedNoise;
  /** Root mean square of each number, noise included, [size]. */
  deviations: Float64Array;
  /** Target of each training spectrum. */
  target: Float32Array;
  /** Noisy spectra as the network takes them, [count, size]. */
  validation: Float32Array;
  test: Float32Array;
  /** Targets of true values of log g, dex. */
  standardised(gravity: Float64Array): Float64Array;
  /** log g, dex, of a network's outputs. */
  gravity(outputs: Float64Array): Float64Array;
  /** See {@link Compression.lost}. */
  lost: number;
}

export function compressTask(task: SpectraTask, snr: number, size: number): CompressedTask {
  const compression = fitCompression(task.train, whiteningScale(task, { snr }), size);
  const train = compress(compression, task.train.flux);
  const deviations = rootMeanSquares(train, size);
  const evaluation = (split: 'validation' | 'test') => {
    const numbers = compress(compression, evaluationSet(task, split, { snr }));
    for (let i = 0; i < numbers.length; i += 1) numbers[i] /= deviations[i % size];
    return numbers;
  };
  return {
    ...{ size, train, deviations },
    noise: prepareCompressedNoise(compression, task.sky, task.train, train, snr),
    target: Float32Array.from(task.train.labels.logG.map(standardiseGravity)),
    standardised: (gravity) => gravity.map(standardiseGravity),
    validation: evaluation('validation'),
    test: evaluation('test'),
    gravity: (outputs) => outputs.map(gravityOf),
    lost: compression.lost,
  };
}

/** Noise adds 1 to every mean square: the axes are orthonormal and the pixels white. */
function rootMeanSquares(numbers: Float32Array, size: number): Float64Array {
  const count = numbers.length / size;
  const squares = new Float64Array(size);
  for (let i = 0; i < numbers.length; i += 1) squares[i % size] += (numbers[i] * numbers[i]) / count;
  return squares.map((square) => Math.sqrt(square + 1));
}
