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
    if (outer * inner > 0) heap.kernels.sumMiddle(from, outer, count, inner, mean ? 1 / count : 1, to);
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
