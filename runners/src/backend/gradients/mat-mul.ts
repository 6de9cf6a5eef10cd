import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { unbroadcast } from './broadcast.ts';

/** Gradient of one right side shared by a batch of left ones: one product of tall matrices, not a batch and a sum. */
function sharedRightGradient(dy: Tensor, a: Tensor, b: Tensor, transposeB: boolean): Tensor {
  const tall = (x: Tensor) =>
    tf.reshape(x, [x.shape.slice(0, -1).reduce((rows, size) => rows * size, 1), x.shape.at(-1)!]);
  const [left, right] = transposeB ? [dy, a] : [a, dy];
  return tf.reshape(tf.matMul(tall(left), tall(right), true), b.shape);
}

/** tfjs's own gradient of the matrix product fails where a batch is broadcast; this one sums over it. */
export function repairMatMulGradient(): void {
  const { gradFunc } = tf.getGradient('BatchMatMul');
  tf.unregisterGradient('BatchMatMul');
  tf.registerGradient({
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved;
      const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
      const { a: gradientA, b: gradientB } = gradFunc(dy, saved, attrs);
      const isShared = !transposeA && a.shape.length > 2 && b.shape.slice(0, -2).every((size) => size === 1);
      return {
        a: () => unbroadcast(gradientA(), a.shape),
        b: () =>
          isShared && !Array.isArray(dy)
            ? sharedRightGradient(dy, a, b, transposeB)
            : unbroadcast(gradientB(), b.shape),
      };
    },
  });
}
