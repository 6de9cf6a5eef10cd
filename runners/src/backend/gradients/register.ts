import { fuseBatchNormGradient } from './batch-norm.ts';
import { repairBroadcastGradients } from './broadcast.ts';
import { addComparisonGradients } from './comparison.ts';
import { repairConvolutionGradients } from './convolution.ts';
import { repairCumsumGradient } from './cumsum.ts';
import { addEinsumGradient } from './einsum.ts';
import { repairMatMulGradient } from './mat-mul.ts';
import { repeatReductionGradients } from './reduction.ts';
import { addSelectionGradients } from './selection.ts';

let repaired = false;

/** Repairs and adds the gradients in which tfjs is wrong or incomplete, for every backend; once a process. */
export function repairGradients(): void {
  if (repaired) return;
  repaired = true;
  fuseBatchNormGradient();
  repairBroadcastGradients();
  addComparisonGradients();
  repairConvolutionGradients();
  repairCumsumGradient();
  repairMatMulGradient();
  addEinsumGradient();
  repeatReductionGradients();
  addSelectionGradients();
}
