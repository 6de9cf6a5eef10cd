import { registerConvolutions } from './convolution.ts';
import type { Heap } from './heap.ts';
import { registerProducts } from './matmul.ts';
import { registerMovement } from './movement.ts';
import { registerReductions } from './reduce.ts';

/** Registers this project's kernels over those of tfjs. */
export function registerKernels(heap: Heap): void {
  registerProducts(heap);
  registerReductions(heap);
  registerConvolutions(heap);
  registerMovement(heap);
}
