import type { TensorInfo } from '@tensorflow/tfjs';
import type { Attributes } from '../ops/own-kernel.ts';
import type { Heap } from './heap.ts';
import { registerOwnKernel } from './own-kernel.ts';

/** Lines of a packed panel, as the kernels lay it out. */
const PANEL = 8;

/** Packs the weights, a matrix of `depth` x `columns`, for `run` and lets them go afterwards. */
function withPacked(
  heap: Heap,
  weights: number,
  strides: { row: number; column: number },
  depth: number,
  columns: number,
  run: (packed: number) => void,
): void {
  const packed = heap.allocate(4 * depth * PANEL * Math.ceil(columns / PANEL));
  try {
    heap.kernels.packWeights(weights, strides.row, strides.column, depth, columns, packed);
    run(packed);
  } finally {
    heap.free(packed);
  }
}

/** Whole micro-kernels a job: 4 rows of the batch. */
const UNIT = 4;

/** What a thread's working memory must hold beside `UNIT` rows: the tables and the spare tile. */
const SPARE_BYTES = 4096;

/** @throws Error where `UNIT` rows of so many floats do not fit into the working memory, which the kernels rely on. */
function requireRoom(heap: Heap, floats: number, units: number): void {
  if (4 * UNIT * floats > heap.kernels.gemmScratchBytes() - SPARE_BYTES) {
    throw new Error(`lstm: ${units} units and their inputs do not fit into the working memory of a thread`);
  }
}

function forward(
  heap: Heap,
  { x, weights, bias }: Record<'x' | 'weights' | 'bias', TensorInfo>,
  attributes: Attributes,
): TensorInfo[] {
  const [batch, steps, features] = x.shape;
  const [depth, columns] = weights.shape;
  const units = columns / 4;
  requireRoom(heap, depth + columns, units);
  const outputs = [units, depth, columns, units].map((size) => heap.output([batch, steps, size]));
  const [out, joined, gates, cells] = outputs.map((output) => heap.pointer(output));
  const sizes = [steps, features, units, Number(attributes.reverse)];
  const strides = { row: 4 * columns, column: 4 };
  withPacked(heap, heap.pointer(weights), strides, depth, columns, (packed) => {
    const arrays = [heap.pointer(x), packed, heap.pointer(bias), joined, gates, cells, out];
    heap.run(
      'lstmForward',
      heap.ranges(batch, 2 * steps * depth * columns, UNIT).map((range) => [...range, ...sizes, ...arrays]),
    );
  });
  return outputs;
}

function backward(
  heap: Heap,
  { dy, weights, gates, cells }: Record<'dy' | 'weights' | 'gates' | 'cells', TensorInfo>,
  attributes: Attributes,
): TensorInfo[] {
  const [batch, steps, units] = dy.shape;
  requireRoom(heap, 6 * units, units);
  const dz = heap.output(gates.shape);
  const sizes = [steps, units, Number(attributes.reverse)];
  // The recurrent rows come first and are read transposed.
  const strides = { row: 4, column: 16 * units };
  withPacked(heap, heap.pointer(weights), strides, 4 * units, units, (packed) => {
    const arrays = [heap.pointer(dy), packed, ...[gates, cells, dz].map((tensor) => heap.pointer(tensor))];
    heap.run(
      'lstmBackward',
      heap.ranges(batch, 8 * steps * units * units, UNIT).map((range) => [...range, ...sizes, ...arrays]),
    );
  });
  return [dz];
}

export function registerLstm(heap: Heap): void {
  registerOwnKernel<'x' | 'weights' | 'bias'>('PfLstm', (inputs, attributes) => forward(heap, inputs, attributes));
  registerOwnKernel<'dy' | 'weights' | 'gates' | 'cells'>('PfLstmGradient', (inputs, attributes) =>
    backward(heap, inputs, attributes),
  );
}
