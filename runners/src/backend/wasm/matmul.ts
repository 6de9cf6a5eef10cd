import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import { biasAndActivation, type FusedAttributes } from './fused.ts';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

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

/** C = A B of one pair of matrices; a vector on either side takes the kernels that read the matrix once. */
function multiply(heap: Heap, a: Operand, b: Operand, pa: number, pb: number, pc: number): void {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  if (n === 1) {
    if (a.columnStride === 4) heap.kernels.gemvRows(m, k, pa, pb, pc);
    else heap.kernels.gemvColumns(m, k, pa, pb, pc);
  } else if (m === 1) {
    // The same with everything transposed.
    if (b.rowStride === 4) heap.kernels.gemvRows(n, k, pb, pa, pc);
    else heap.kernels.gemvColumns(n, k, pb, pa, pc);
  } else {
    heap.run('gemm', [[m, n, k, pa, a.rowStride, a.columnStride, pb, b.rowStride, b.columnStride, pc]]);
  }
}

/**
 * Product of two float tensors `[..., m, k]` and `[..., k, n]` (either transposed), batches broadcast.
 *
 * A later team of threads splits the rows of one product or the list of products here; neither changes a bit.
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
  const indicesA = batchIndices(a.batch, batch);
  const indicesB = batchIndices(b.batch, batch);
  if (!attrs.transposeA && b.batch.every((n) => n === 1) && indicesA.every((index, i) => index === i)) {
    // One right side for all: the left batch is one tall matrix.
    if (indicesA.length > 0) multiply(heap, { ...a, rows: a.rows * indicesA.length }, b, pa, pb, pc);
    return out;
  }
  for (const [i, index] of indicesA.entries()) {
    const atA = pa + 4 * a.rows * a.columns * index;
    const atB = pb + 4 * b.rows * b.columns * indicesB[i];
    multiply(heap, a, b, atA, atB, pc + 4 * size * i);
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
