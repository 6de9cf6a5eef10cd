import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

interface ReduceAttributes {
  axis: number | number[];
  keepDims?: boolean;
}

const product = (sizes: number[]) => sizes.reduce((total, size) => total * size, 1);

/** Splits ascending axes into runs of neighbours, `[first, last]` each. */
function runs(axes: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const axis of axes) {
    const last = found.at(-1);
    if (last && last[1] === axis - 1) last[1] = axis;
    else found.push([axis, axis]);
  }
  return found;
}

/** Operations of the tiled product that take as long as adding one element. */
const ADDITION_COST = 10;
/** Columns that the kernel sums at once. */
const COLUMNS = 16;

/** Sums over the middle one of three axes. Each sum is that of one thread, in the order of its terms. */
function sumMiddle(
  heap: Heap,
  from: number,
  outer: number,
  count: number,
  inner: number,
  scale: number,
  to: number,
): void {
  const cost = ADDITION_COST * count;
  const stride = 4 * inner;
  const jobs =
    outer === 1
      ? heap
          .ranges(inner, cost, COLUMNS)
          .map(([first, end]) => [from + 4 * first, 1, count, end - first, stride, scale, to + 4 * first])
      : heap
          .ranges(outer, cost * inner)
          .map(([first, end]) => [
            ...[from + first * count * stride, end - first, count, inner],
            ...[stride, scale, to + first * stride],
          ]);
  heap.run('sumMiddle', jobs);
}

/** Sum or mean of a float tensor over any axes, each neighbouring run of them in one pass, the last one first. */
function reduce(heap: Heap, x: TensorInfo, { axis, keepDims }: ReduceAttributes, mean: boolean): TensorInfo {
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const out = heap.output(keepDims ? kept : x.shape.filter((_, i) => !axes.includes(i)));
  const passes = runs(axes).reverse();
  // No axis at all is a copy: a sum over one element.
  if (passes.length === 0) passes.push([x.shape.length, x.shape.length - 1]);

  let from = heap.pointer(x);
  let shape = x.shape;
  for (const [i, [first, last]] of passes.entries()) {
    const outer = product(shape.slice(0, first));
    const count = product(shape.slice(first, last + 1));
    const inner = product(shape.slice(last + 1));
    const to = i === passes.length - 1 ? heap.pointer(out) : heap.allocate(4 * outer * inner);
    if (outer * inner > 0) sumMiddle(heap, from, outer, count, inner, mean ? 1 / count : 1, to);
    if (i > 0) heap.free(from);
    shape = shape.map((size, at) => (at >= first && at <= last ? 1 : size));
    from = to;
  }
  return out;
}

export function registerReductions(heap: Heap): void {
  for (const [name, mean] of [['Sum', false] as const, ['Mean', true] as const]) {
    replaceKernel(name, (stock) => (call) => {
      if (call.inputs.x.dtype !== 'float32') return stock(call);
      return reduce(heap, call.inputs.x, call.attrs, mean);
    });
  }
}
