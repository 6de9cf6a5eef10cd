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
      const channels = x.shape.slice(-1);
      const scale = given ?? tf.ones(channels);
      // tfjs takes other shapes too, which are broadcast.
      const isPlain = [mean, variance, scale].every(({ shape }) => tf.util.arraysEqual(shape, channels));
      if (!hasKernel(KERNEL) || !isPlain) return gradFunc(dy, saved, attributes);
      const epsilon = (attributes as { varianceEpsilon: number }).varianceEpsilon;
      const gradients = runKernel(KERNEL, { x, scale, dy, mean, variance }, { epsilon });
      const names = ['x', 'mean', 'variance', 'scale', 'offset'];
      return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]]));
    },
  });
}
