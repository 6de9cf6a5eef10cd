import { registerBatchNorm } from './batch-norm.ts';
import { registerConvolutions } from './convolution.ts';
import { registerDepthwise } from './depthwise.ts';
import { registerAttention } from './attention.ts';
import { registerElementwise } from './elementwise.ts';
import { registerGelu } from './gelu.ts';
import type { Heap } from './heap.ts';
import { registerLayerNorm } from './layer-norm.ts';
import { registerLstm } from './lstm.ts';
import { registerProducts } from './matmul.ts';
import { registerMissing } from './missing.ts';
import { registerMovement } from './movement.ts';
import { registerPooling } from './pooling.ts';
import { registerReductions } from './reduce.ts';
import { registerSegments } from './segment.ts';
import { registerSharing } from './sharing.ts';
import { registerSoftmax } from './softmax.ts';

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
  registerMissing(heap);
  registerLstm(heap);
  registerLayerNorm(heap);
  registerGelu(heap);
  registerSoftmax(heap);
  registerAttention(heap);
  registerElementwise(heap);
  registerSharing(heap);
}
