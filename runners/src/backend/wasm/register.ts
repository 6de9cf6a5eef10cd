import { registerBatchNorm } from './batch-norm.ts';
import { registerConvolutions } from './convolution.ts';
import { registerDepthwise } from './depthwise.ts';
import { registerElementwise } from './elementwise.ts';
import type { Heap } from './heap.ts';
import { registerProducts } from './matmul.ts';
import { registerMissing } from './missing.ts';
import { registerMovement } from './movement.ts';
import { registerPooling } from './pooling.ts';
import { registerReductions } from './reduce.ts';
import { registerSegments } from './segment.ts';
import { registerSharing } from './sharing.ts';

/** Registers this project's kernels over those of tfjs. */
export function registerKernels(heap: Heap): void {
  registerProducts(heap);
  registerReductions(heap);
  registerConvolutions(heap);
  registerMovement(heap);
  registerDepthwise(heap);
  registerPooling(heap);
  registerSegments(heap);
  registerBatchNorm(heap);
  registerMissing();
  registerElementwise(heap);
  registerSharing(heap);
}
