import type { DataType, Tensor } from '@tensorflow/tfjs';
import { einsum } from '../gradients/einsum.ts';
import { UserError } from '../../schema/user-error.ts';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

interface OneHotAttributes {
  depth: number;
  onValue: number;
  offValue: number;
  dtype: DataType;
}

/** Kernels that tfjs's wasm backend lacks and other operations make up, and those that it has but gets wrong. */
export function registerMissing(heap: Heap): void {
  replaceKernel('Einsum', () => ({ inputs, attrs }) => {
    const { equation }: { equation: string } = attrs;
    return einsum(Object.values(inputs) as Tensor[], equation);
  });
  replaceKernel('OneHot', () => ({ inputs: { indices }, attrs }) => {
    const { depth, onValue, offValue, dtype }: OneHotAttributes = attrs;
    const out = heap.output([...indices.shape, depth], dtype);
    const values = heap.values(out).fill(offValue);
    heap.values(indices).forEach((index, row) => {
      if (index >= 0 && index < depth) values[row * depth + index] = onValue;
    });
    return out;
  });
  for (const kernelName of ['Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2']) {
    replaceKernel(kernelName, () => () => {
      throw new UserError('backend wasm cannot train a convolution over three axes', {
        hint: 'tfjs computes a wrong gradient there. Compose it of conv2d over slices, or take --backend node.',
      });
    });
  }
}
