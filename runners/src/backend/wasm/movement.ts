import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

/** One axis of a view: elements along it, and the step from one to the next in elements of the input. */
interface Axis {
  size: number;
  stride: number;
}

/** Axes that the kernel takes; more, after neighbours are merged, are left to tfjs. */
const RANK = 6;
/** An element's copy takes about as long as this many arithmetic operations. */
const COPY_COST = 4;

/** Axes of a dense tensor. */
function axesOf(shape: number[]): Axis[] {
  const axes: Axis[] = [];
  let stride = 1;
  for (const size of [...shape].reverse()) {
    axes.unshift({ size, stride });
    stride *= size;
  }
  return axes;
}

/** Leaves out axes of one element and joins those that are walked like one. */
function merged(axes: Axis[]): Axis[] {
  const out: Axis[] = [];
  for (const axis of axes) {
    const last = out.at(-1);
    if (axis.size === 1) continue;
    if (last && last.stride === axis.stride * axis.size) {
      out[out.length - 1] = { size: last.size * axis.size, stride: axis.stride };
    } else {
      out.push(axis);
    }
  }
  return out;
}

/** A dense tensor of the elements of `x` that `axes` walk from element `offset`; undefined where `x` is not of 4 bytes. */
function copy(heap: Heap, x: TensorInfo, shape: number[], axes: Axis[], offset = 0): TensorInfo | undefined {
  const walked = merged(axes);
  if (walked.length > RANK || (x.dtype !== 'float32' && x.dtype !== 'int32')) return undefined;
  const out = heap.output(shape, x.dtype);
  const elements = tf.util.sizeFromShape(shape);
  if (elements === 0) return out;
  while (walked.length < RANK) walked.unshift({ size: 1, stride: 0 });
  const sizes = walked.map(({ size }) => size);
  const fields = [heap.pointer(x) + 4 * offset, heap.pointer(out), ...sizes, ...walked.map(({ stride }) => stride)];
  const view = tf.tensor1d(Int32Array.from(fields), 'int32');
  const planes = tf.util.sizeFromShape(sizes.slice(0, -2));
  const jobs = heap.ranges(planes, (COPY_COST * elements) / planes);
  heap.run(
    'copyStrided',
    jobs.map((range) => [heap.pointer(view), ...range]),
  );
  view.dispose();
  return out;
}

/** Index of the first element of a slice. */
const start = (axes: Axis[], begin: number[]) => axes.reduce((sum, { stride }, i) => sum + stride * begin[i], 0);

/** Entry `index` along an axis, which goes away. */
function entry(heap: Heap, x: TensorInfo, axis: number, index: number): TensorInfo | undefined {
  const axes = axesOf(x.shape);
  const [{ stride }] = axes.splice(axis, 1);
  return copy(heap, x, x.shape.toSpliced(axis, 1), axes, stride * index);
}

interface StridedSlice {
  begin: number[];
  end: number[];
  strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

export function registerMovement(heap: Heap): void {
  replaceKernel('Transpose', (stock) => (call) => {
    const { x } = call.inputs;
    const { perm }: { perm: number[] } = call.attrs;
    const axes = axesOf(x.shape);
    const shape = perm.map((axis) => x.shape[axis]);
    return copy(heap, x, shape, perm.map((axis) => axes[axis])) ?? stock(call); // prettier-ignore
  });
  replaceKernel('Slice', (stock) => (call) => {
    const { x } = call.inputs;
    const { begin, size }: { begin: number[]; size: number[] } = call.attrs;
    const [from, shape] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size);
    tf.slice_util.assertParamsValid(x as tf.Tensor, from, shape);
    const axes = axesOf(x.shape);
    const taken = shape.map((count, i) => ({ size: count, stride: axes[i].stride }));
    return copy(heap, x, shape, taken, start(axes, from)) ?? stock(call);
  });
  replaceKernel('Unpack', (stock) => (call) => {
    const { value } = call.inputs;
    const { axis }: { axis: number } = call.attrs;
    const [at] = tf.util.parseAxisParam(axis, value.shape);
    const entries = Array.from({ length: value.shape[at] }, (_, i) => entry(heap, value, at, i));
    return entries.every((each) => each !== undefined) ? entries : stock(call);
  });
  replaceKernel('StridedSlice', (stock) => (call) => {
    const { x } = call.inputs;
    const a: StridedSlice = call.attrs;
    const masks = [a.beginMask, a.endMask, a.ellipsisMask, a.newAxisMask, a.shrinkAxisMask] as const;
    const info = tf.slice_util.sliceInfo(x.shape, a.begin, a.end, a.strides, ...masks);
    if (info.isIdentity || info.sliceDim0 || info.isSimpleSlice) return stock(call);
    const axes = axesOf(x.shape);
    const counts = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    const taken = counts.map((size, i) => ({ size, stride: axes[i].stride * info.strides[i] }));
    return copy(heap, x, info.finalShape, taken, start(axes, info.begin)) ?? stock(call);
  });
  replaceKernel('Tile', (stock) => (call) => {
    const { x } = call.inputs;
    const { reps }: { reps: number[] } = call.attrs;
    const axes = axesOf(x.shape).flatMap((axis, i) => [{ size: reps[i], stride: 0 }, axis]);
    return copy(heap, x, x.shape.map((size, i) => size * reps[i]), axes) ?? stock(call); // prettier-ignore
  });
  replaceKernel('Reverse', (stock) => (call) => {
    const { x } = call.inputs;
    const { dims }: { dims: number | number[] } = call.attrs;
    const reversed = tf.util.parseAxisParam(dims, x.shape);
    const last = x.shape.map((size, i) => (reversed.includes(i) ? size - 1 : 0));
    const axes = axesOf(x.shape);
    const turned = axes.map(({ size, stride }, i) => ({ size, stride: reversed.includes(i) ? -stride : stride }));
    const out = copy(heap, x, x.shape, turned, start(axes, last));
    // tfjs takes any element for four bytes.
    if (!out && x.dtype === 'bool') throw new Error('the wasm backend cannot reverse bool: cast it to int32 first');
    return out ?? stock(call);
  });
}
