/** Plain double-precision reference implementations that the backends are compared with. */

export interface Reference {
  shape: number[];
  values: number[];
}

const size = (shape: number[]) => shape.reduce((product, n) => product * n, 1);

/** Values of a tensor with its last two axes swapped. */
function swapped({ shape, values }: Reference): Reference {
  const [m, n] = shape.slice(-2);
  const out = values.slice();
  for (let b = 0; b < size(shape.slice(0, -2)); b++) {
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[(b * n + j) * m + i] = values[(b * m + i) * n + j];
  }
  return { shape: [...shape.slice(0, -2), n, m], values: out };
}

/** Flat index of `position` in `shape`, where axes of size 1 are broadcast. */
function at(position: number[], shape: number[]): number {
  const own = position.slice(position.length - shape.length);
  return shape.reduce((index, n, axis) => index * n + (n === 1 ? 0 : own[axis]), 0);
}

/** Every position in a tensor of the given shape, in row-major order. */
export function positions(shape: number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, n) => all.flatMap((position) => Array.from({ length: n }, (_, i) => [...position, i])),
    [[]],
  );
}

export function matMul(left: Reference, right: Reference, transposeA = false, transposeB = false): Reference {
  const a = transposeA ? swapped(left) : left;
  const b = transposeB ? swapped(right) : right;
  const [m, k] = a.shape.slice(-2);
  const n = b.shape.at(-1)!;
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const rank = Math.max(batchA.length, batchB.length);
  const batch = Array.from({ length: rank }, (_, i) => {
    const [x, y] = [batchA.at(i - rank) ?? 1, batchB.at(i - rank) ?? 1];
    return x === 1 ? y : x;
  });
  const shape = [...batch, m, n];
  const values = positions(shape).map((position) => {
    const where = position.slice(0, -2);
    const [i, j] = position.slice(-2);
    let sum = 0;
    for (let p = 0; p < k; p++) {
      sum += a.values[(at(where, batchA) * m + i) * k + p] * b.values[(at(where, batchB) * k + p) * n + j];
    }
    return sum;
  });
  return { shape, values };
}

/** Sum over `axes`, keeping them with size 1. */
export function sum(x: Reference, axes: number[]): Reference {
  const shape = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const values = new Array<number>(size(shape)).fill(0);
  for (const [i, position] of positions(x.shape).entries()) values[at(position, shape)] += x.values[i];
  return { shape, values };
}

export interface ConvolutionSizes {
  /** Of the filter over the rows and columns: stride, zeros above and to the left, dilation. */
  stride: number;
  pad: [number, number];
  dilation: number;
  /** Height and width of the output. */
  out: [number, number];
}

/**
 * Convolution of `x` `[batch, height, width, channels]` with `filter` `[height, width, channels, out]`, and the gradients
 * of sum(dy y) with respect to both.
 */
export function conv2d(x: Reference, filter: Reference, dy: Reference, sizes: ConvolutionSizes) {
  const [batch, height, width, channels] = x.shape;
  const [filterHeight, filterWidth, , out] = filter.shape;
  const { stride, pad, dilation } = sizes;
  const zeros = (shape: number[]): Reference => ({ shape, values: new Array<number>(size(shape)).fill(0) });
  const [y, dx, dFilter] = [zeros([batch, ...sizes.out, out]), zeros(x.shape), zeros(filter.shape)];
  for (const [b, i, j, p, q, c] of positions([batch, ...sizes.out, filterHeight, filterWidth, channels])) {
    const row = i * stride + p * dilation - pad[0];
    const column = j * stride + q * dilation - pad[1];
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    const atX = at([b, row, column, c], x.shape);
    for (let o = 0; o < out; o++) {
      const atY = at([b, i, j, o], y.shape);
      const atFilter = at([p, q, c, o], filter.shape);
      y.values[atY] += x.values[atX] * filter.values[atFilter];
      dx.values[atX] += dy.values[atY] * filter.values[atFilter];
      dFilter.values[atFilter] += dy.values[atY] * x.values[atX];
    }
  }
  return { y, dx, dFilter };
}
