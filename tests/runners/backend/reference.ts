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
