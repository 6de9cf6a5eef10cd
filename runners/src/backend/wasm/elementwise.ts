import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import type { Kernels } from './kernels.ts';
import { replaceKernel } from './registry.ts';

type NamesOf<Ending extends string> = Extract<keyof Kernels, `${string}${Ending}`>;

/** Kernel of tfjs, kernel here, and what an element costs in arithmetic operations; see `Heap.ranges`. */
const unary: [string, NamesOf<'Each'>, number][] = [
  ['Exp', 'expEach', 40],
  ['Erf', 'erfEach', 80],
  ['Tanh', 'tanhEach', 60],
  ['Sigmoid', 'sigmoidEach', 50],
  ['Relu', 'reluEach', 10],
  ['Square', 'squareEach', 10],
  ['Sqrt', 'sqrtEach', 20],
  ['Rsqrt', 'rsqrtEach', 40],
  ['Neg', 'negativeEach', 10],
  ['Abs', 'absEach', 10],
];
const binary: [string, NamesOf<'Elements'>, number][] = [
  ['Add', 'addElements', 10],
  ['Sub', 'subtractElements', 10],
  ['Multiply', 'multiplyElements', 10],
  ['RealDiv', 'divideElements', 20],
  ['Maximum', 'maximumElements', 10],
  ['Minimum', 'minimumElements', 10],
];

const isFloat = (x: TensorInfo) => x.dtype === 'float32';

/** Parts begin at a multiple of so many elements: a cache line, which no two threads then write. */
const LINE = 16;

function mapEach(heap: Heap, kernel: NamesOf<'Each'>, cost: number, x: TensorInfo): TensorInfo {
  const out = heap.output(x.shape);
  const [from, to] = [heap.pointer(x), heap.pointer(out)];
  const parts = heap.ranges(tf.util.sizeFromShape(x.shape), cost, LINE);
  heap.run(
    kernel,
    parts.map(([first, end]) => [from + 4 * first, end - first, to + 4 * first]),
  );
  return out;
}

/** A broadcast result as `rows` rows of `columns`, and whether each side changes with the row and with the column. */
interface Layout {
  rows: number;
  columns: number;
  a: { byRow: boolean; byColumn: boolean };
  b: { byRow: boolean; byColumn: boolean };
}

/** Neighbouring axes along which the same sides are broadcast count as one; undefined where more than two remain. */
function layout(a: number[], b: number[], out: number[]): Layout | undefined {
  const groups: { size: number; a: boolean; b: boolean }[] = [];
  for (const [axis, size] of out.entries()) {
    if (size === 1) continue;
    const varies = (shape: number[]) => (shape[axis - out.length + shape.length] ?? 1) > 1;
    const last = groups.at(-1);
    if (last && last.a === varies(a) && last.b === varies(b)) last.size *= size;
    else groups.push({ size, a: varies(a), b: varies(b) });
  }
  if (groups.length > 2) return undefined;
  const columns = groups.pop() ?? { size: 1, a: true, b: true };
  const rows = groups.pop() ?? { size: 1, a: false, b: false };
  return {
    rows: rows.size,
    columns: columns.size,
    a: { byRow: rows.a, byColumn: columns.a },
    b: { byRow: rows.b, byColumn: columns.b },
  };
}

function combineElements(
  heap: Heap,
  kernel: NamesOf<'Elements'>,
  cost: number,
  a: TensorInfo,
  b: TensorInfo,
): TensorInfo | undefined {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const found = layout(a.shape, b.shape, shape);
  if (!found) return undefined;
  const { rows, columns } = found;
  const out = heap.output(shape);
  const step = (side: Layout['a']) => (side.byRow ? 4 * (side.byColumn ? columns : 1) : 0);
  const [nextA, nextB] = [step(found.a), step(found.b)];
  const at = (pointer: number, side: Layout['a'], next: number, row: number, column: number) =>
    pointer + next * row + (side.byColumn ? 4 * column : 0);
  const [pa, pb, to] = [heap.pointer(a), heap.pointer(b), heap.pointer(out)];
  const job = (row: number, height: number, column: number, width: number) => [
    ...[height, width],
    ...[at(pa, found.a, nextA, row, column), nextA, Number(!found.a.byColumn)],
    ...[at(pb, found.b, nextB, row, column), nextB, Number(!found.b.byColumn)],
    to + 4 * (row * columns + column),
  ];
  const jobs =
    rows === 1
      ? heap.ranges(columns, cost, LINE).map(([first, end]) => job(0, 1, first, end - first))
      : heap.ranges(rows, cost * columns).map(([first, end]) => job(first, end - first, 0, columns));
  heap.run(kernel, jobs);
  return out;
}

/** Functions of one element and of two with broadcasting; what is no float or broadcast in a rare way stays with tfjs. */
export function registerElementwise(heap: Heap): void {
  for (const [name, kernel, cost] of unary) {
    replaceKernel(name, (stock) => (call) => {
      const { x } = call.inputs;
      return isFloat(x) ? mapEach(heap, kernel, cost, x) : stock(call);
    });
  }
  replaceKernel('Step', (stock) => (call) => {
    const { alpha = 0 } = call.attrs as { alpha?: number };
    const { x } = call.inputs;
    return isFloat(x) && alpha === 0 ? mapEach(heap, 'stepEach', 10, x) : stock(call);
  });
  for (const [name, kernel, cost] of binary) {
    replaceKernel(name, (stock) => (call) => {
      const { a, b } = call.inputs;
      return (isFloat(a) && isFloat(b) && combineElements(heap, kernel, cost, a, b)) || stock(call);
    });
  }
}
