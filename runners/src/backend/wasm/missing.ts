import type { Tensor } from '@tensorflow/tfjs';
import { einsum } from '../gradients/einsum.ts';
import { replaceKernel } from './registry.ts';

/** Kernels that tfjs's wasm backend lacks and other operations make up, and those that it has but gets wrong. */
export function registerMissing(): void {
  replaceKernel('Einsum', () => ({ inputs, attrs }) => {
    const { equation }: { equation: string } = attrs;
    return einsum(Object.values(inputs) as Tensor[], equation);
  });
  replaceKernel('Conv3DBackpropInputV2', () => () => {
    throw new Error('the wasm backend cannot train convolutions over three axes: tfjs computes a wrong gradient');
  });
}
