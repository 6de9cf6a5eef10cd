import { withPlan, wholePlan } from './conv-plan.ts';
import { convolutionInfo, forwardShape, requireFloat, requireNhwc, type ConvolutionAttributes } from './convolution.ts';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

/** Gradients of the depthwise convolution, which tfjs's wasm backend lacks; the operation itself stays that of tfjs. */
export function registerDepthwise(heap: Heap): void {
  for (const name of ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D']) {
    replaceKernel(name, (stock) => (call) => {
      requireNhwc(call.attrs);
      return stock(call);
    });
  }
  replaceKernel('DepthwiseConv2dNativeBackpropInput', () => ({ inputs: { dy, filter }, attrs }) => {
    const { inputShape, ...attributes }: ConvolutionAttributes & { inputShape: number[] } = attrs;
    requireFloat(dy, filter);
    const info = convolutionInfo(inputShape, filter.shape, attributes, true);
    const out = heap.output(inputShape);
    const size = info.outHeight * info.outWidth * info.outChannels;
    const pointers = { input: heap.pointer(out), filter: heap.pointer(filter), output: heap.pointer(dy) };
    withPlan(heap, wholePlan(forwardShape(info), pointers), (plan) => {
      const jobs = heap
        .ranges(info.batchSize, 2 * size * info.filterHeight * info.filterWidth)
        .map((range) => [plan, ...range]);
      heap.run('depthwiseInputGradient', jobs);
    });
    return out;
  });
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', () => ({ inputs: { x, dy }, attrs }) => {
    const { filterShape, ...attributes }: ConvolutionAttributes & { filterShape: number[] } = attrs;
    requireFloat(x, dy);
    const info = convolutionInfo(x.shape, filterShape, attributes, true);
    // A float and a double for each channel, and what aligns them.
    if (12 * info.outChannels + 8 > heap.kernels.gemmScratchBytes()) {
      throw new Error(`the gradient of a depthwise convolution has no room for ${info.outChannels} channels`);
    }
    const out = heap.output(filterShape);
    const size = info.outHeight * info.outWidth * info.outChannels;
    const pointers = { input: heap.pointer(x), filter: heap.pointer(out), output: heap.pointer(dy) };
    withPlan(heap, wholePlan(forwardShape(info), pointers), (plan) => {
      const taps = heap.ranges(info.filterHeight * info.filterWidth, 2 * info.batchSize * size);
      const jobs = taps.map((range) => [plan, info.batchSize, ...range]);
      heap.run('depthwiseFilterGradient', jobs);
    });
    return out;
  });
}
