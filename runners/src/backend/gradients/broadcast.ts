import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Sums a gradient over the axes along which its tensor was broadcast. */
export function unbroadcast(gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}

/** tfjs's own gradients of these fail where an input is broadcast; these sum over it. */
export function repairBroadcastGradients(): void {
  for (const kernelName of ['Maximum', 'Minimum', 'SquaredDifference']) {
    const { gradFunc } = tf.getGradient(kernelName);
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (dy, saved, attrs) => {
        const { a, b } = gradFunc(dy, saved, attrs);
        return { a: () => unbroadcast(a(), saved[0].shape), b: () => unbroadcast(b(), saved[1].shape) };
      },
    });
  }
}
