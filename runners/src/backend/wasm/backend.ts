import * as tf from '@tensorflow/tfjs';
import type { Backend } from '../backend.ts';
import { Heap, type TfjsWasmBackend } from './heap.ts';
import { registerKernels } from './register.ts';
import { startTfjs } from './start.ts';
import { wasmVersion } from './version.ts';

/**
 * TensorFlow.js on its WebAssembly backend with this project's kernels: the reference, bit-exact on every machine and with
 * any number of threads.
 */
export async function createWasmBackend(threads: number): Promise<Backend> {
  await startTfjs();
  const heap = new Heap(tf.backend() as unknown as TfjsWasmBackend, threads);
  registerKernels(heap);
  return {
    name: 'wasm',
    version: wasmVersion(),
    threads,
    adamStep(weight, mean, square, gradient, c) {
      const [w, m, v, g] = [weight, mean, square, gradient].map((tensor) => heap.pointer(tensor));
      const { rate, beta1, beta2, epsilon, keep, gradientScale } = c;
      heap.kernels.adamStep(w, m, v, g, weight.size, rate, beta1, beta2, epsilon, keep, gradientScale);
    },
    sumOfSquares: (tensor) => heap.kernels.sumOfSquares(heap.pointer(tensor), tensor.size),
  };
}
