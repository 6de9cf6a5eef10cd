import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** tfjs's own gradient of the cumulative sum comes out transposed where the axis is not the last. */
export function repairCumsumGradient(): void {
  tf.unregisterGradient('Cumsum');
  tf.registerGradient({
    kernelName: 'Cumsum',
    gradFunc: (dy, _, attributes) => {
      const { axis, exclusive, reverse } = attributes as { axis: number; exclusive: boolean; reverse: boolean };
      return { x: () => tf.cumsum(dy as Tensor, axis, exclusive, !reverse) };
    },
  });
}
