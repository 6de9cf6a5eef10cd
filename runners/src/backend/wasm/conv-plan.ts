import * as tf from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';

/** Fields of a plan, in the order of `assembly/conv-plan.ts`, where they are explained. */
const fields = [
  ...['input', 'filter', 'output', 'height', 'width', 'channels', 'firstChannel', 'blockChannels'],
  ...['outHeight', 'outWidth', 'outChannels', 'outImageBytes', 'outRowBytes', 'outPixelBytes'],
  ...['tapRows', 'tapColumns', 'dilationY', 'dilationX', 'strideY', 'strideX', 'top', 'left'],
  ...['unitRows', 'unitColumns', 'accumulate'],
] as const;

export type Plan = Record<(typeof fields)[number], number>;

/** What a convolution is, before memory and units of work are settled. */
export type Shape = Omit<Plan, Pointer | 'accumulate' | UnitField>;
export type Pointer = 'input' | 'filter' | 'output';
type UnitField = 'firstChannel' | 'blockChannels' | 'unitRows' | 'unitColumns';

/** A unit's patch should stay in the second-level cache beside a panel of the filter. */
const PATCH_BYTES = 96 * 1024;
/** Pixels of a unit, of which the kernels keep a table. */
const UNIT_PIXELS = 2048;
/** What the kernels keep beside patch, table and gradient. */
const SPARE_BYTES = 1024;
/** Taps times channels in one pass: a panel of the filter, 8 wide, stays in the cache. */
const PASS_DEPTH = 1536;

/** Runs `body` with a plan in the heap. */
export function withPlan(heap: Heap, plan: Plan, body: (address: number) => void): void {
  const tensor = tf.tensor1d(
    Int32Array.from(fields, (field) => plan[field]),
    'int32',
  );
  try {
    body(heap.pointer(tensor));
  } finally {
    tensor.dispose();
  }
}

/** A plan for the kernels that walk the images as they lie, without passes and units. */
export function wholePlan(shape: Shape, pointers: Record<Pointer, number>): Plan {
  const { channels: blockChannels, outHeight: unitRows, outWidth: unitColumns } = shape;
  return { ...shape, ...pointers, firstChannel: 0, blockChannels, unitRows, unitColumns, accumulate: 0 };
}

/** Bytes of the patch that `rows` x `columns` outputs read. */
function patchBytes(shape: Shape, channels: number, rows: number, columns: number): number {
  const height = (rows - 1) * shape.strideY + (shape.tapRows - 1) * shape.dilationY + 1;
  const width = (columns - 1) * shape.strideX + (shape.tapColumns - 1) * shape.dilationX + 1;
  return 4 * height * width * channels;
}

/** The largest number in [1, limit] that fits; 1 where none does. */
function largest(limit: number, fits: (n: number) => boolean): number {
  let low = 1;
  let high = limit;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const evenly = (total: number, size: number) => Math.ceil(total / Math.ceil(total / size));

/**
 * Cuts a convolution into passes over its input channels and, each pass, into units of rows and columns of output that
 * fit into the working memory; `pixelBytes` of it are taken up by each output. Depends on the shape alone, not on threads.
 */
export function units(
  heap: Heap,
  shape: Shape,
  pixelBytes: number,
): Pick<Plan, 'blockChannels' | 'unitRows' | 'unitColumns'> {
  const memory = heap.kernels.gemmScratchBytes() - SPARE_BYTES - 4 * (shape.outChannels + 8);
  const bytes = (channels: number, rows: number, columns: number) =>
    patchBytes(shape, channels, rows, columns) + rows * columns * (8 + pixelBytes);
  const deepest = Math.max(1, Math.floor(PASS_DEPTH / (shape.tapRows * shape.tapColumns)));
  const block = largest(Math.min(shape.channels, deepest), (n) => bytes(n, 1, 1) <= memory);
  if (bytes(block, 1, 1) > memory) {
    const size = `${shape.tapRows} x ${shape.tapColumns}`;
    throw new Error(`a convolution with ${size} taps, dilated, spans more of the image than the working memory holds`);
  }
  const blockChannels = Math.min(block, 4 * Math.ceil(evenly(shape.channels, block) / 4));
  const fits = (rows: number, columns: number, limit: number) =>
    rows * columns <= UNIT_PIXELS && bytes(blockChannels, rows, columns) <= limit;
  let columns = largest(shape.outWidth, (n) => fits(1, n, PATCH_BYTES));
  // A patch that is mostly margin: rather beyond the cache than one output at a time.
  if (columns < 16) columns = largest(Math.min(16, shape.outWidth), (n) => fits(1, n, memory));
  const unitColumns = evenly(shape.outWidth, columns);
  const unitRows = evenly(
    shape.outHeight,
    largest(shape.outHeight, (n) => fits(n, unitColumns, PATCH_BYTES)),
  );
  return { blockChannels, unitRows, unitColumns };
}

/** Number of units of a batch. */
export function countUnits(batch: number, shape: Shape, unit: Pick<Plan, 'unitRows' | 'unitColumns'>): number {
  return batch * Math.ceil(shape.outHeight / unit.unitRows) * Math.ceil(shape.outWidth / unit.unitColumns);
}
