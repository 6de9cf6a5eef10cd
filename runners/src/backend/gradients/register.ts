import { repairConvolutionGradient } from './convolution.ts';

let repaired = false;

/** Repairs the gradients in which tfjs is wrong or incomplete, for every backend; once a process. */
export function repairGradients(): void {
  if (repaired) return;
  repaired = true;
  repairConvolutionGradient();
}
