import * as tf from '@tensorflow/tfjs';
import { withPlan, wholePlan } from './conv-plan.ts';
import { forwardShape } from './convolution.ts';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * tfjs's own gradients are wrong: that of the maximum where a window's maximum is not above 0, that of the mean, with
 * padding, where a window reaches over the edge.
 */
export function registerPooling(heap: Heap): void {
  for (const [name, kernel] of [
    ['MaxPoolGrad', 'maxPoolGradient'],
    ['AvgPoolGrad', 'averagePoolGradient'],
  ] as const) {
    replaceKernel(name, () => ({ inputs: { input, dy }, attrs }) => {
      const { filterSize, strides, pad, dimRoundingMode }: PoolAttributes = attrs;
      const shape = input.shape as [number, number, number, number];
      const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const out = heap.output(shape);
      const cost = (tf.util.sizeFromShape(dy.shape) / info.batchSize) * info.filterHeight * info.filterWidth;
      const pointers = { input: heap.pointer(input), filter: heap.pointer(out), output: heap.pointer(dy) };
      withPlan(heap, wholePlan(forwardShape(info), pointers), (plan) => {
        heap.run(
          kernel,
          heap.ranges(info.batchSize, cost).map((range) => [plan, ...range]),
        );
      });
      return out;
    });
  }
}
