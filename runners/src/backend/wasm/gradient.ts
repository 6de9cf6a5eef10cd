import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Sums a gradient over the batch axes along which its tensor was broadcast. */
function unbroadcast(gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}

/** tfjs's own gradient of the matrix product fails where a batch is broadcast; this one sums over it. */
export function repairMatMulGradient(): void {
  const { gradFunc } = tf.getGradient('BatchMatMul');
  tf.unregisterGradient('BatchMatMul');
  tf.registerGradient({
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => {
      const { a, b } = gradFunc(dy, saved, attrs);
      return { a: () => unbroadcast(a(), saved[0].shape), b: () => unbroadcast(b(), saved[1].shape) };
    },
  });
}
