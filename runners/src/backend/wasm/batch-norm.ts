import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import { fixedRanges } from './fixed-ranges.ts';
import type { Heap } from './heap.ts';
import { registerOwnKernel } from './own-kernel.ts';

/** Ranges of rows whose sums are added up: a number of its own, so that no thread count changes the order. */
const PARTS = 16;

/** Sums over the rows of a tensor whose last axis are the channels. */
interface Sums {
  rows: number;
  /** Of a, and of a x b; one value a channel. */
  sum: Float64Array;
  product: Float64Array;
}

const channelsOf = (x: TensorInfo) => x.shape.at(-1)!;
const rowsOf = (x: TensorInfo) => tf.util.sizeFromShape(x.shape.slice(0, -1));

/** In double precision; the parts are added up in order. */
function channelSums(heap: Heap, a: TensorInfo, b: TensorInfo): Sums {
  const channels = channelsOf(a);
  const rows = rowsOf(a);
  const memory = tf.zeros([PARTS, 4 * channels]);
  const at = heap.pointer(memory);
  const jobs = fixedRanges(rows, PARTS).map((range, i) => {
    return [heap.pointer(a), heap.pointer(b), channels, at + 16 * channels * i, ...range];
  });
  heap.run('channelSums', jobs);
  // A copy: the values of a tensor need not begin where doubles may.
  const parts = new Float64Array(heap.values(memory).slice().buffer);
  memory.dispose();
  const total = new Float64Array(2 * channels);
  for (const [i, value] of parts.entries()) total[i % total.length] += value;
  return { rows, sum: total.slice(0, channels), product: total.slice(channels) };
}

/** A kernel over rows with coefficients for each channel, one list after the other. */
function overRows(
  heap: Heap,
  kernel: 'channelScale' | 'channelCombine',
  inputs: TensorInfo[],
  coefficients: ArrayLike<number>[],
): TensorInfo {
  const x = inputs[0];
  const out = heap.output(x.shape);
  const channels = channelsOf(x);
  const lists = tf.tensor1d(Float32Array.from(coefficients.flatMap((list) => Array.from(list))));
  const fixed = [...inputs.map((input) => heap.pointer(input)), channels, heap.pointer(lists), heap.pointer(out)];
  heap.run(
    kernel,
    heap.ranges(rowsOf(x), 4 * channels).map((range) => [...fixed, ...range]),
  );
  lists.dispose();
  return out;
}

function vector(heap: Heap, values: ArrayLike<number>): TensorInfo {
  const out = heap.output([values.length]);
  heap.values(out).set(values);
  return out;
}

/** Normalised x, mean and variance. */
function forward(heap: Heap, x: TensorInfo, gain: TensorInfo, bias: TensorInfo, epsilon: number): TensorInfo[] {
  const { rows, sum, product } = channelSums(heap, x, x);
  const mean = vector(
    heap,
    sum.map((value) => value / rows),
  );
  const variance = vector(
    heap,
    product.map((value, c) => Math.max(0, value / rows - (sum[c] / rows) * (sum[c] / rows))),
  );
  const [centre, spread, gains, biases] = [mean, variance, gain, bias].map((tensor) => heap.values(tensor).slice());
  const factor = gains.map((value, c) => value / Math.sqrt(spread[c] + epsilon));
  return [overRows(heap, 'channelScale', [x], [centre, factor, biases]), mean, variance];
}

/** What both gradients need: 1 / deviation of each channel, the sum of dy, and that of dy times the centred x. */
function gradientSums(
  heap: Heap,
  x: TensorInfo,
  dy: TensorInfo,
  mean: TensorInfo,
  variance: TensorInfo,
  epsilon: number,
) {
  const { rows, sum, product } = channelSums(heap, dy, x);
  const centre = heap.values(mean).slice();
  const inverse = Float64Array.from(heap.values(variance), (value) => 1 / Math.sqrt(value + epsilon));
  return { rows, sum, centre, inverse, centred: product.map((value, c) => value - centre[c] * sum[c]) };
}

/** Gradients of x, gain and bias, where mean and variance are those of x itself. */
function backward(heap: Heap, inputs: Record<'x' | 'gain' | 'dy' | 'mean' | 'variance', TensorInfo>, epsilon: number) {
  const { x, gain, dy, mean, variance } = inputs;
  const { rows, sum, centre, inverse, centred } = gradientSums(heap, x, dy, mean, variance, epsilon);
  const weight = Float64Array.from(heap.values(gain), (value, c) => value * inverse[c]);
  const factor = weight.map((value, c) => (-value * inverse[c] * inverse[c] * centred[c]) / rows);
  const shift = weight.map((value, c) => (-value * sum[c]) / rows);
  const dx = overRows(heap, 'channelCombine', [dy, x], [centre, factor, shift, weight]);
  return [dx, vector(heap, centred.map((value, c) => value * inverse[c])), vector(heap, sum)]; // prettier-ignore
}

/** Gradients of x, mean, variance, scale and offset of tfjs's own operation, to which they are separate inputs. */
function separateBackward(
  heap: Heap,
  inputs: Record<'x' | 'scale' | 'dy' | 'mean' | 'variance', TensorInfo>,
  epsilon: number,
) {
  const { x, scale, dy, mean, variance } = inputs;
  const { sum, centre, inverse, centred } = gradientSums(heap, x, dy, mean, variance, epsilon);
  const weight = Float64Array.from(heap.values(scale), (value, c) => value * inverse[c]);
  const none = new Float64Array(centre.length);
  const dx = overRows(heap, 'channelScale', [dy], [none, weight, none]);
  const vectors = [
    sum.map((value, c) => -weight[c] * value),
    centred.map((value, c) => -0.5 * weight[c] * inverse[c] * inverse[c] * value),
    centred.map((value, c) => inverse[c] * value),
    sum,
  ];
  return [dx, ...vectors.map((values) => vector(heap, values))];
}

export function registerBatchNorm(heap: Heap): void {
  registerOwnKernel<'x' | 'gain' | 'bias'>('PfBatchNorm', ({ x, gain, bias }, { epsilon }) =>
    forward(heap, x, gain, bias, Number(epsilon)),
  );
  registerOwnKernel<'x' | 'gain' | 'dy' | 'mean' | 'variance'>('PfBatchNormGradient', (inputs, { epsilon }) =>
    backward(heap, inputs, Number(epsilon)),
  );
  registerOwnKernel<'x' | 'scale' | 'dy' | 'mean' | 'variance'>('PfFusedBatchNormGradient', (inputs, { epsilon }) =>
    separateBackward(heap, inputs, Number(epsilon)),
  );
}
