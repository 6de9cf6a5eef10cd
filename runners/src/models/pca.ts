import * as tf from '@tensorflow/tfjs';
import { symmetricEigen } from './eigen.ts';
import { leadingSubspace } from './subspace.ts';

/** Principal components; plain data. */
export interface Pca {
  /** Mean of each input, [inputs]. */
  mean: Float64Array;
  /** Orthonormal, one a column, `[inputs, components]`; the entry of largest size in each is positive. */
  axes: Float32Array;
  /** Variance along each axis, in descending order (divisor n - 1). */
  variance: Float64Array;
  /** Variance of all inputs together. */
  totalVariance: number;
}

export interface PcaOptions {
  /** Inputs, n rows of p. */
  x: Float32Array;
  n: number;
  p: number;
  /** At most the smaller of n - 1 and p. */
  components: number;
}

/** Directions iterated on besides those wanted, which come out the sooner for it. */
const spare = (components: number) => components + 8;
/** Products with the covariance: 2^16 in the size of a direction against one of half its spread. */
const rounds = 8;
/** Rows multiplied at one time. */
const chunk = 2048;

/**
 * The leading principal components of rows, by subspace iteration on more directions than are wanted (Halko et al. 2011)
 * in single precision. Components whose variances are nearly equal, such as those of noise, come out mixed. Needs a
 * loaded backend; the same input gives the same bytes.
 *
 * @throws RangeError when sizes disagree or more components are asked for than there are directions.
 */
export function fitPca({ x, n, p, components }: PcaOptions): Pca {
  const most = Math.min(n - 1, p);
  if (n < 2 || x.length !== n * p) throw new RangeError(`pca: ${x.length} inputs are not ${n} rows of ${p}`);
  if (!(Number.isInteger(components) && components >= 1 && components <= most)) {
    throw new RangeError(`pca: 1 to ${most} components of ${n} rows of ${p}, not ${components}`);
  }
  const mean = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) mean[j] += x[i * p + j] / n;
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) total += (x[i * p + j] - mean[j]) * (x[i * p + j] - mean[j]);
  }
  const columns = Math.min(components + spare(components), most);
  const times = (v: Float32Array) => scatterTimes(x, mean, v, columns);
  const basis = leadingSubspace({ times, rows: p, columns, rounds, stream: 'pca' });
  const { values, vectors } = symmetricEigen(project(basis, times(basis), p, columns));
  return {
    mean,
    axes: turn(basis, vectors.slice(0, components), p),
    variance: values.slice(0, components).map((value) => Math.max(value, 0) / (n - 1)),
    totalVariance: total / (n - 1),
  };
}

/** Coordinates of rows along the axes, `[rows, components]`. */
export function transformPca({ mean, axes, variance }: Pca, x: Float32Array): Float32Array {
  const p = mean.length;
  const k = variance.length;
  const out = new Float32Array(rowsOf(x, p) * k);
  forChunks(x, p, (rows, first) => {
    const scores = tf.matMul(centred(rows, mean), tf.tensor2d(axes, [p, k]));
    out.set(scores.dataSync<'float32'>(), first * k);
  });
  return out;
}

/** Rows of inputs with given coordinates, `[rows, inputs]`: what the components say of the inputs. */
export function inversePca({ mean, axes, variance }: Pca, scores: Float32Array): Float32Array {
  const p = mean.length;
  const k = variance.length;
  const out = new Float32Array(rowsOf(scores, k) * p);
  forChunks(scores, k, (rows, first) => {
    const deviations = tf.matMul(tf.tensor2d(rows, [rows.length / k, k]), tf.tensor2d(axes, [p, k]), false, true);
    const values = deviations.dataSync<'float32'>();
    for (let i = 0; i < values.length; i++) out[first * p + i] = values[i] + mean[i % p];
  });
  return out;
}

function rowsOf(x: Float32Array, width: number): number {
  const rows = x.length / width;
  if (!Number.isInteger(rows)) throw new RangeError(`pca: ${x.length} values are not rows of ${width}`);
  return rows;
}

/** Hands over some rows at a time, with the number of the first. */
function forChunks(x: Float32Array, width: number, use: (rows: Float32Array, first: number) => void): void {
  for (let first = 0; first * width < x.length; first += chunk) {
    tf.tidy(() => use(x.subarray(first * width, (first + chunk) * width), first));
  }
}

function centred(rows: Float32Array, mean: Float64Array): tf.Tensor2D {
  const p = mean.length;
  const values = new Float32Array(rows.length);
  for (let row = 0; row < rows.length; row += p) {
    for (let j = 0; j < p; j++) values[row + j] = rows[row + j] - mean[j];
  }
  return tf.tensor2d(values, [rows.length / p, p]);
}

/** (X - M)^T (X - M) V, for V of `columns` columns. */
function scatterTimes(x: Float32Array, mean: Float64Array, v: Float32Array, columns: number): Float32Array {
  const sum = new Float32Array(v.length);
  forChunks(x, mean.length, (rows) => {
    const part = centred(rows, mean);
    const product = tf.matMul(part, tf.matMul(part, tf.tensor2d(v, [mean.length, columns])), true);
    const values = product.dataSync<'float32'>();
    for (let i = 0; i < sum.length; i++) sum[i] += values[i];
  });
  return sum;
}

/** V^T (C V) as rows, made symmetric. */
function project(v: Float32Array, product: Float32Array, rows: number, columns: number): Float64Array[] {
  const out = Array.from({ length: columns }, () => new Float64Array(columns));
  for (let j = 0; j < rows * columns; j += columns) {
    for (let a = 0; a < columns; a++) {
      const value = v[j + a];
      for (let b = 0; b < columns; b++) out[a][b] += value * product[j + b];
    }
  }
  return out.map((row, a) => row.map((value, b) => (value + out[b][a]) / 2));
}

/** The directions that `vectors` are in the columns of `basis`, `[rows, vectors]`, their largest entries positive. */
function turn(basis: Float32Array, vectors: Float64Array[], rows: number): Float32Array {
  const out = new Float32Array(rows * vectors.length);
  for (const [k, vector] of vectors.entries()) {
    const columns = vector.length;
    const axis = new Float64Array(rows);
    for (let j = 0; j < rows; j++) {
      for (let a = 0; a < columns; a++) axis[j] += basis[j * columns + a] * vector[a];
    }
    const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    for (let j = 0; j < rows; j++) out[j * vectors.length + k] = largest < 0 ? -axis[j] : axis[j];
  }
  return out;
}
