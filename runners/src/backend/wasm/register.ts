import { registerConvolutions } from './convolution.ts';
import { registerDepthwise } from './depthwise.ts';
import type { Heap } from './heap.ts';
import { registerProducts } from './matmul.ts';
import { registerMissing } from './missing.ts';
import { registerMovement } from './movement.ts';
import { registerPooling } from './pooling.ts';
import { registerReductions } from './reduce.ts';
import { registerSegments } from './segment.ts';

/** Registers this project's kernels over those of tfjs. */
export function registerKernels(heap: Heap): void {
  registerProducts(heap);
  registerReductions(heap);
  registerConvolutions(heap);
  registerMovement(heap);
  registerDepthwise(heap);
  registerPooling(heap);
  registerSegments(heap);
  registerMissing();
}
