import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Kernels that pick elements of one input; the name of that input. */
const selections = { StridedSlice: 'x', GatherNd: 'params' };

/**
 * Gradients that tfjs lacks: the kernel is run on the numbers of the elements, which says where each element of the
 * upstream gradient belongs.
 */
export function addSelectionGradients(): void {
  for (const [kernelName, name] of Object.entries(selections)) {
    const others = kernelName === 'GatherNd' ? ['indices'] : [];
    tf.registerGradient({
      kernelName,
      inputsToSave: [name, ...others],
      gradFunc: (dy, [x, ...rest], attrs) => {
        const numbers = () => tf.reshape(tf.range(0, x.size, 1, 'int32'), x.shape);
        const gradient = () => {
          const inputs = Object.fromEntries(others.map((other, i) => [other, rest[i]]));
          const from: Tensor = tf.engine().runKernel(kernelName, { ...inputs, [name]: numbers() }, attrs);
          const flat = tf.unsortedSegmentSum(tf.reshape(dy as Tensor, [-1]), tf.reshape(from, [-1]), x.size);
          return tf.reshape(flat, x.shape);
        };
        const zeros = others.map((other, i) => [other, () => tf.zeros(rest[i].shape)] as const);
        return { [name]: gradient, ...Object.fromEntries(zeros) };
      },
    });
  }
}
