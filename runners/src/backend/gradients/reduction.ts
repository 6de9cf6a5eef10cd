import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** tfjs multiplies with an array of ones, which it makes and uploads each time; this writes the same values at once. */
export function repeatReductionGradients(): void {
  for (const kernelName of ['Sum', 'Mean']) {
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (upstream, [x], attributes) => {
        const dy = upstream as Tensor;
        const { axis } = attributes as unknown as { axis: number | number[] };
        const axes = tf.util.parseAxisParam(axis, x.shape);
        const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
        const share = () => (kernelName === 'Sum' ? dy : tf.div(dy, x.size / tf.util.sizeFromShape(kept)));
        const repeats = x.shape.map((size, i) => (axes.includes(i) ? size : 1));
        return { x: () => tf.tile(tf.reshape(share(), kept), repeats) };
      },
    });
  }
}
