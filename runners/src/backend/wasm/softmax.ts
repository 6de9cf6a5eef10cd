import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import { hasKernel, runKernel } from '../ops/own-kernel.ts';
import type { Heap } from './heap.ts';
import { registerOwnKernel } from './own-kernel.ts';
import { replaceKernel } from './registry.ts';

/** Arithmetic operations a value. */
const COST = 30;

/** Runs a kernel over the rows along the last axis. */
function run(heap: Heap, kernel: 'softmaxRows' | 'softmaxGradientRows', inputs: TensorInfo[]): TensorInfo {
  const { shape } = inputs[0];
  const out = heap.output(shape);
  const width = shape.at(-1)!;
  const rows = shape.slice(0, -1).reduce((product, n) => product * n, 1);
  const arrays = [...inputs, out].map((tensor) => heap.pointer(tensor));
  heap.run(
    kernel,
    heap.ranges(rows, COST * width).map((range) => [...range, width, ...arrays]),
  );
  return out;
}

/** tfjs's gradient is three passes over the tensor: one here, where the backend has the kernel. */
function replaceSoftmaxGradient(): void {
  const stock = tf.getGradient('Softmax');
  tf.unregisterGradient('Softmax');
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attributes) => {
      const name = 'PfSoftmaxGradient';
      const [y] = saved;
      if (!hasKernel(name)) return stock.gradFunc(dy, saved, attributes);
      return { logits: () => runKernel(name, { y, dy: dy as Tensor })[0] };
    },
  });
}

export function registerSoftmax(heap: Heap): void {
  replaceKernel('Softmax', (stock) => (call) => {
    const { logits } = call.inputs;
    const { shape } = logits;
    return shape.length === 0 || shape.includes(0) ? stock(call) : run(heap, 'softmaxRows', [logits]);
  });
  registerOwnKernel<'y' | 'dy'>('PfSoftmaxGradient', ({ y, dy }) => [run(heap, 'softmaxGradientRows', [y, dy])]);
  replaceSoftmaxGradient();
}
