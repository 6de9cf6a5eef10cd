import * as tf from '@tensorflow/tfjs';

/** Comparisons and what is made of them are flat wherever they have a gradient; tfjs has none and throws, even where only a mask is made of them. */
export function addComparisonGradients(): void {
  for (const kernelName of ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual']) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_, [a, b]) => ({ a: () => tf.zeros(a.shape), b: () => tf.zeros(b.shape) }),
    });
  }
  for (const kernelName of ['Any', 'All']) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (_, [x]) => ({ x: () => tf.zeros(x.shape) }),
    });
  }
}
