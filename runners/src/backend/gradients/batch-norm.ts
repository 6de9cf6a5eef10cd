import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { hasKernel, runKernel } from '../ops/own-kernel.ts';

const KERNEL = 'PfFusedBatchNormGradient';

/** tfjs's own gradient of the batch norm, a dozen passes over the images, in three where the backend has a kernel. */
export function fuseBatchNormGradient(): void {
  const { gradFunc } = tf.getGradient('FusedBatchNorm');
  tf.unregisterGradient('FusedBatchNorm');
  tf.registerGradient({
    kernelName: 'FusedBatchNorm',
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (upstream, saved, attributes) => {
      const dy = upstream as Tensor;
      const [x, mean, variance, given] = saved;
      if (!hasKernel(KERNEL) || mean.rank !== 1) return gradFunc(dy, saved, attributes);
      const epsilon = (attributes as { varianceEpsilon: number }).varianceEpsilon;
      const scale = given ?? tf.ones(mean.shape);
      const gradients = runKernel(KERNEL, { x, scale, dy, mean, variance }, { epsilon });
      const names = ['x', 'mean', 'variance', 'scale', 'offset'];
      return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]]));
    },
  });
}
