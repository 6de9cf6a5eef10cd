import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import { biasAndActivation, type FusedAttributes } from './fused.ts';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

/** Sides of the tile that the kernel computes at once: parts are multiples of it. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;
/** Rows of a matrix-vector product that fill a cache line of the result. */
const VECTOR_ROWS = 16;
/** Operations of the tiled product that take as long as one element of a matrix times a vector, bound by memory. */
const VECTOR_COST = 16;
/** Arithmetic operations of a product that is worth cutting for itself. */
const LARGE_PRODUCT = 4e7;

interface Transposition {
  transposeA: boolean;
  transposeB: boolean;
}

/** One matrix of a product: its size as it enters, and its strides in bytes from row to row and column to column. */
interface Operand {
  rows: number;
  columns: number;
  rowStride: number;
  columnStride: number;
  /** Sizes of the leading axes. */
  batch: number[];
}

function operand(tensor: TensorInfo, transposed: boolean): Operand {
  if (tensor.dtype !== 'float32') throw new Error(`a matrix product takes float32, not ${tensor.dtype}`);
  const [rows, columns] = tensor.shape.slice(-2);
  const batch = tensor.shape.slice(0, -2);
  return transposed
    ? { rows: columns, columns: rows, rowStride: 4, columnStride: 4 * columns, batch }
    : { rows, columns, rowStride: 4 * columns, columnStride: 4, batch };
}

const transpose = (x: Operand): Operand => ({
  rows: x.columns,
  columns: x.rows,
  rowStride: x.columnStride,
  columnStride: x.rowStride,
  batch: x.batch,
});

/** Index into a batch of shape `batch` of each entry of the broadcast batch, in order. */
function batchIndices(batch: number[], broadcast: number[]): number[] {
  let indices = [0];
  const lead = broadcast.length - batch.length;
  for (const [axis, size] of broadcast.entries()) {
    const own = axis < lead ? 1 : batch[axis - lead];
    indices = indices.flatMap((index) => Array.from({ length: size }, (_, i) => index * own + (own === 1 ? 0 : i)));
  }
  return indices;
}

/** Matrix times vector: the rows of the matrix go to the threads. A whole row is one sum, whatever the cut. */
function multiplyVector(heap: Heap, a: Operand, pa: number, px: number, py: number): void {
  const [m, k] = [a.rows, a.columns];
  const dense = a.columnStride === 4;
  const jobs = heap
    .ranges(m, VECTOR_COST * k, VECTOR_ROWS)
    .map(([first, end]) =>
      dense
        ? [end - first, k, pa + first * a.rowStride, px, py + 4 * first]
        : [end - first, k, pa + first * a.rowStride, a.columnStride, px, py + 4 * first],
    );
  heap.run(dense ? 'gemvRows' : 'gemvColumns', jobs);
}

/** One product of two matrices: the rows or columns of the result go to the threads, along its longer side. */
function multiplyMatrices(heap: Heap, a: Operand, b: Operand, pa: number, pb: number, pc: number): void {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const job = (row: number, rows: number, column: number, columns: number) => [
    ...[rows, columns, k],
    ...[pa + row * a.rowStride, a.rowStride, a.columnStride],
    ...[pb + column * b.columnStride, b.rowStride, b.columnStride],
    ...[pc + 4 * (row * n + column), 4 * n],
  ];
  const jobs =
    m >= n
      ? heap.ranges(m, 2 * n * k, TILE_ROWS).map(([first, end]) => job(first, end - first, 0, n))
      : heap.ranges(n, 2 * m * k, TILE_COLUMNS).map(([first, end]) => job(0, m, first, end - first));
  heap.run('gemmPart', jobs);
}

/** C = A B of one pair of matrices; a vector on either side takes the kernels that read the matrix once. */
function multiply(heap: Heap, a: Operand, b: Operand, pa: number, pb: number, pc: number): void {
  if (b.columns === 1) multiplyVector(heap, a, pa, pb, pc);
  else if (a.rows === 1) multiplyVector(heap, transpose(b), pb, pa, pc);
  else multiplyMatrices(heap, a, b, pa, pb, pc);
}

/** A pair of the matrices of two batches, by their indices. */
interface Pair {
  a: number;
  b: number;
}

/** Cuts a list of pairs into runs, `[first, end]`, along which both indices go up by constant steps. */
function evenRuns(pairs: Pair[]): [number, number][] {
  const found: [number, number][] = [];
  for (let first = 0, end = 1; first < pairs.length; first = end, end++) {
    const step = (at: number, side: 'a' | 'b') => pairs[at][side] - pairs[at - 1][side];
    while (end < pairs.length && step(end, 'a') === step(first + 1, 'a') && step(end, 'b') === step(first + 1, 'b')) {
      end++;
    }
    found.push([first, end]);
  }
  return found;
}

/** Many products of one shape: each thread takes some of them in one call of the kernel. */
function multiplyBatch(heap: Heap, a: Operand, b: Operand, pairs: Pair[], pa: number, pb: number, pc: number): void {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const [sizeA, sizeB, sizeC] = [4 * m * k, 4 * k * n, 4 * m * n];
  const jobs = evenRuns(pairs).flatMap(([start, stop]) => {
    const [stepA, stepB] =
      stop - start > 1 ? [pairs[start + 1].a - pairs[start].a, pairs[start + 1].b - pairs[start].b] : [0, 0];
    return heap.ranges(stop - start, 2 * m * n * k).map(([first, end]) => {
      const pair = pairs[start + first];
      return [
        ...[end - first, m, n, k],
        ...[pa + pair.a * sizeA, a.rowStride, a.columnStride, stepA * sizeA],
        ...[pb + pair.b * sizeB, b.rowStride, b.columnStride, stepB * sizeB],
        pc + (start + first) * sizeC,
      ];
    });
  });
  heap.run('gemmBatch', jobs);
}

/**
 * Product of two float tensors `[..., m, k]` and `[..., k, n]` (either transposed), batches broadcast.
 *
 * Which kernel a product takes depends on its shape alone and the threads only get parts of its rows, columns or batch,
 * so that their number changes no bit.
 */
function batchMatMul(heap: Heap, left: TensorInfo, right: TensorInfo, attrs: Transposition): TensorInfo {
  const a = operand(left, attrs.transposeA);
  const b = operand(right, attrs.transposeB);
  if (a.columns !== b.rows) {
    throw new Error(`matrix product of [${left.shape}] and [${right.shape}]: inner sizes ${a.columns} and ${b.rows}`);
  }
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.batch, b.batch);
  const out = heap.output([...batch, a.rows, b.columns]);
  const size = a.rows * b.columns;
  if (a.columns === 0) heap.values(out).fill(0);
  if (size === 0 || a.columns === 0) return out;

  const [pa, pb, pc] = [heap.pointer(left), heap.pointer(right), heap.pointer(out)];
  const indicesB = batchIndices(b.batch, batch);
  const pairs = batchIndices(a.batch, batch).map((index, i) => ({ a: index, b: indicesB[i] }));
  if (!attrs.transposeA && b.batch.every((n) => n === 1) && pairs.every((pair, i) => pair.a === i)) {
    // One right side for all: the left batch is one tall matrix.
    if (pairs.length > 0) multiply(heap, { ...a, rows: a.rows * pairs.length }, b, pa, pb, pc);
  } else if (a.rows > 1 && b.columns > 1 && 2 * size * a.columns < LARGE_PRODUCT) {
    multiplyBatch(heap, a, b, pairs, pa, pb, pc);
  } else {
    for (const [i, pair] of pairs.entries()) {
      const [atA, atB] = [pa + 4 * a.rows * a.columns * pair.a, pb + 4 * b.rows * b.columns * pair.b];
      multiply(heap, a, b, atA, atB, pc + 4 * size * i);
    }
  }
  return out;
}

export function registerProducts(heap: Heap): void {
  replaceKernel(
    'BatchMatMul',
    () =>
      ({ inputs, attrs }) =>
        batchMatMul(heap, inputs.a, inputs.b, attrs),
  );
  replaceKernel('_FusedMatMul', () => ({ inputs, attrs }) => {
    const product = () => tf.engine().makeTensorFromTensorInfo(batchMatMul(heap, inputs.a, inputs.b, attrs));
    const { bias, preluActivationWeights } = inputs as Record<string, Tensor>;
    return biasAndActivation(product, bias, preluActivationWeights, attrs as FusedAttributes);
  });
}
