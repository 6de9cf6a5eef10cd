import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import { countUnits, units, withPlan, type Shape } from './conv-plan.ts';
import { biasAndActivation, type FusedAttributes } from './fused.ts';
import { fixedRanges } from './fixed-ranges.ts';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

type ConvolutionInfo = tf.backend_util.Conv2DInfo;

export interface ConvolutionAttributes {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | [[number, number], [number, number], [number, number], [number, number]];
  dataFormat?: 'NHWC' | 'NCHW';
  /** tfjs's own gradients know none; those of `gradients/convolution.ts` hand them in. */
  dilations?: number | [number, number];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Ranges of units whose sums make up a filter's gradient: fixed, so that threads never change the order of a sum. */
const PARTIAL_SUMS = 8;

type Shape4D = [number, number, number, number];

/** @throws Error for another order, which tfjs's own kernels take for this one. */
export function requireNhwc({ dataFormat = 'NHWC' }: Pick<ConvolutionAttributes, 'dataFormat'>): void {
  if (dataFormat !== 'NHWC') throw new Error(`convolutions take images in the order NHWC, not ${dataFormat}`);
}

export function convolutionInfo(
  input: number[],
  filter: number[],
  attrs: ConvolutionAttributes,
  depthwise = false,
): ConvolutionInfo {
  const { strides, dilations = 1, pad, dimRoundingMode } = attrs;
  requireNhwc(attrs);
  return tf.backend_util.computeConv2DInfo(
    input as Shape4D,
    filter as Shape4D,
    strides,
    dilations,
    pad as 'same',
    dimRoundingMode,
    depthwise,
  );
}

export function requireFloat(...tensors: TensorInfo[]): void {
  for (const { dtype } of tensors) {
    if (dtype !== 'float32') throw new Error(`a convolution takes float32, not ${dtype}`);
  }
}

/** A filter `[rows, columns, in, out]` as one convolution reads it: where it begins and its strides in bytes. */
interface FilterView {
  pointer: number;
  tapRowStep: number;
  tapColumnStep: number;
  channelStep: number;
  outStep: number;
}

/** Convolves the images at `input`, all passes over the channels; see `assembly/conv.ts`. */
function convolve(heap: Heap, batch: number, shape: Shape, input: number, view: FilterView, output: number): void {
  const { blockChannels, unitRows, unitColumns } = units(heap, shape, 0);
  const { tapRows, tapColumns, channels, outChannels } = shape;
  const count = countUnits(batch, shape, { unitRows, unitColumns });
  const cost = 2 * unitRows * unitColumns * tapRows * tapColumns * blockChannels * outChannels;
  const filter = heap.allocate(32 * tapRows * tapColumns * blockChannels * Math.ceil(outChannels / 8));
  try {
    for (let first = 0; first < channels; first += blockChannels) {
      const block = Math.min(blockChannels, channels - first);
      const from = view.pointer + first * view.channelStep;
      const { tapRowStep, tapColumnStep, channelStep, outStep } = view;
      const steps = [tapRowStep, tapColumnStep, block, channelStep, outChannels, outStep] as const;
      heap.kernels.packFilter(from, tapRows, tapColumns, ...steps, filter);
      const pass = { firstChannel: first, blockChannels: block, unitRows, unitColumns, accumulate: first > 0 ? 1 : 0 };
      withPlan(heap, { ...shape, ...pass, input, filter, output }, (plan) => {
        const jobs = heap.ranges(count, cost).map((range) => [plan, ...range]);
        heap.run('convolve', jobs);
      });
    }
  } finally {
    heap.free(filter);
  }
}

/** The convolution itself, or a pooling, as the kernels see it. */
export function forwardShape(info: ConvolutionInfo): Shape {
  const outPixelBytes = 4 * info.outChannels;
  return {
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    outImageBytes: info.outHeight * info.outWidth * outPixelBytes,
    outRowBytes: info.outWidth * outPixelBytes,
    outPixelBytes,
    tapRows: info.filterHeight,
    tapColumns: info.filterWidth,
    dilationY: info.dilationHeight,
    dilationX: info.dilationWidth,
    strideY: info.strideHeight,
    strideX: info.strideWidth,
    top: -info.padInfo.top,
    left: -info.padInfo.left,
  };
}

/** Convolution of images `[batch, height, width, in]` with a filter `[height, width, in, out]`. */
function conv2d(heap: Heap, x: TensorInfo, filter: TensorInfo, attrs: ConvolutionAttributes): TensorInfo {
  requireFloat(x, filter);
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  const out = heap.output(info.outShape);
  if (tf.util.sizeFromShape(out.shape) === 0) return out;
  const shape = forwardShape(info);
  const outStep = 4;
  const channelStep = outStep * shape.outChannels;
  const tapColumnStep = channelStep * shape.channels;
  const tapRowStep = tapColumnStep * shape.tapColumns;
  const view = { pointer: heap.pointer(filter), tapRowStep, tapColumnStep, channelStep, outStep };
  convolve(heap, info.batchSize, shape, heap.pointer(x), view, heap.pointer(out));
  return out;
}

/** Gradient to the filter: the sums over a fixed number of ranges of units, added up in order. */
function backpropFilter(
  heap: Heap,
  x: TensorInfo,
  dy: TensorInfo,
  filterShape: number[],
  attrs: ConvolutionAttributes,
): TensorInfo {
  requireFloat(x, dy);
  const info = convolutionInfo(x.shape, filterShape, attrs);
  const size = tf.util.sizeFromShape(filterShape);
  const shape = forwardShape(info);
  // Beside its patch a unit keeps the gradients of its outputs, padded to eights.
  const unit = units(heap, shape, 32 * Math.ceil(shape.outChannels / 8));
  const parts = fixedRanges(countUnits(info.batchSize, shape, unit), PARTIAL_SUMS);
  const sums = tf.zeros([parts.length, size]);
  const at = heap.pointer(sums);
  for (let first = 0; first < shape.channels; first += unit.blockChannels) {
    const blockChannels = Math.min(unit.blockChannels, shape.channels - first);
    const pass = { ...unit, firstChannel: first, blockChannels, filter: 0, accumulate: 1 };
    withPlan(heap, { ...shape, ...pass, input: heap.pointer(x), output: heap.pointer(dy) }, (plan) => {
      const jobs = parts.map((range, i) => [plan, ...range, at + 4 * size * i]);
      heap.run('convolveFilterGradient', jobs);
    });
  }
  const total = tf.tidy(() => tf.reshape(tf.sum(sums, 0), filterShape));
  sums.dispose();
  return total;
}

/** The taps of one axis that reach the inputs of one phase, `phase + i * stride`, as a convolution of stride 1. */
interface Phase {
  taps: number;
  /** The tap that comes first, under the smallest index of the output gradient, and the step to the next. */
  firstTap: number;
  tapStep: number;
  dilation: number;
  /** Index of the output gradient under the first tap of the phase's first input. */
  start: number;
  /** Inputs of the phase. */
  size: number;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Input y is reached by tap t of output (y + before - t * dilation) / stride, where that is whole. */
function phaseOf(phase: number, size: number, taps: number, stride: number, dilation: number, before: number): Phase {
  const reached = (tap: number) => phase + before - tap * dilation;
  const hits = Array.from({ length: taps }, (_, tap) => tap).filter((tap) => reached(tap) % stride === 0);
  const common = divisor(stride, dilation);
  const firstTap = hits.at(-1) ?? 0;
  return {
    taps: hits.length,
    firstTap,
    tapStep: -stride / common,
    dilation: dilation / common,
    start: reached(firstTap) / stride,
    size: Math.ceil((size - phase) / stride),
  };
}

/** Gradient to the images: for each phase of the stride a convolution of the output gradient with the filter turned. */
function backpropInput(
  heap: Heap,
  dy: TensorInfo,
  filter: TensorInfo,
  inputShape: number[],
  attrs: ConvolutionAttributes,
): TensorInfo {
  requireFloat(dy, filter);
  const info = convolutionInfo(inputShape, filter.shape, attrs);
  const out = heap.output(inputShape);
  heap.values(out).fill(0);
  const rowStep = 4 * info.inWidth * info.inChannels;
  const tapColumnStep = 4 * info.inChannels * info.outChannels;
  const tapRowStep = tapColumnStep * info.filterWidth;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  for (let py = 0; py < Math.min(strideHeight, info.inHeight); py++) {
    const y = phaseOf(py, info.inHeight, info.filterHeight, strideHeight, dilationHeight, padInfo.top);
    for (let px = 0; px < Math.min(strideWidth, info.inWidth); px++) {
      const x = phaseOf(px, info.inWidth, info.filterWidth, strideWidth, dilationWidth, padInfo.left);
      if (y.taps * x.taps === 0) continue;
      const shape: Shape = {
        height: info.outHeight,
        width: info.outWidth,
        channels: info.outChannels,
        outHeight: y.size,
        outWidth: x.size,
        outChannels: info.inChannels,
        outImageBytes: rowStep * info.inHeight,
        outRowBytes: rowStep * strideHeight,
        outPixelBytes: 4 * info.inChannels * strideWidth,
        tapRows: y.taps,
        tapColumns: x.taps,
        dilationY: y.dilation,
        dilationX: x.dilation,
        strideY: 1,
        strideX: 1,
        top: y.start,
        left: x.start,
      };
      const view = {
        pointer: heap.pointer(filter) + y.firstTap * tapRowStep + x.firstTap * tapColumnStep,
        tapRowStep: y.tapStep * tapRowStep,
        tapColumnStep: x.tapStep * tapColumnStep,
        channelStep: 4,
        outStep: 4 * info.outChannels,
      };
      const at = heap.pointer(out) + py * rowStep + 4 * px * info.inChannels;
      convolve(heap, info.batchSize, shape, heap.pointer(dy), view, at);
    }
  }
  return out;
}

export function registerConvolutions(heap: Heap): void {
  type Attributes = ConvolutionAttributes & { filterShape: number[]; inputShape: number[] } & FusedAttributes;
  replaceKernel(
    'Conv2D',
    () =>
      ({ inputs, attrs }) =>
        conv2d(heap, inputs.x, inputs.filter, attrs),
  );
  replaceKernel('FusedConv2D', () => ({ inputs, attrs }) => {
    const product = () => tf.engine().makeTensorFromTensorInfo(conv2d(heap, inputs.x, inputs.filter, attrs));
    const { bias, preluActivationWeights } = inputs as Record<string, Tensor>;
    return biasAndActivation(product, bias, preluActivationWeights, attrs as FusedAttributes);
  });
  replaceKernel('Conv2DBackpropFilter', () => ({ inputs, attrs }) => {
    const attributes: Attributes = attrs;
    return backpropFilter(heap, inputs.x, inputs.dy, attributes.filterShape, attributes);
  });
  replaceKernel('Conv2DBackpropInput', () => ({ inputs, attrs }) => {
    const attributes: Attributes = attrs;
    return backpropInput(heap, inputs.dy, inputs.filter, attributes.inputShape, attributes);
  });
}
