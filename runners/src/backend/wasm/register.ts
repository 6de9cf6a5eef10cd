import { registerElementwise } from './elementwise.ts';
import type { Heap } from './heap.ts';
import { registerProducts } from './matmul.ts';
import { registerReductions } from './reduce.ts';
import { registerSharing } from './sharing.ts';

/** Registers this project's kernels over those of tfjs. */
export function registerKernels(heap: Heap): void {
  registerProducts(heap);
  registerReductions(heap);
  registerElementwise(heap);
  registerSharing(heap);
}
