import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Backend } from '../backend.ts';
import { refuseNullPointers } from './allocation.ts';
import { Heap, type TfjsWasmBackend } from './heap.ts';
import { registerKernels } from './register.ts';
import { wasmVersion } from './version.ts';

const CRASH_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/** Emscripten's start-up code installs handlers that rethrow whatever fails in the process: takes them out again. */
async function withoutCrashHandlers(start: () => Promise<void>): Promise<void> {
  const before = CRASH_EVENTS.map((event) => process.rawListeners(event));
  await start();
  for (const [i, event] of CRASH_EVENTS.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[i].includes(listener)) process.removeListener(event, listener as () => void);
    }
  }
}

/**
 * TensorFlow.js on its WebAssembly backend, one thread, with this project's kernels: the reference, bit-exact on every
 * machine. Nothing is fetched; the binaries are those in `node_modules` and beside this file.
 */
export async function createWasmBackend(threads: number): Promise<Backend> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(folder, 'dist') + sep);
  tf.enableProdMode();
  await withoutCrashHandlers(async () => {
    if (!(await tf.setBackend('wasm'))) throw new Error('tfjs could not start its wasm backend');
    await tf.ready();
  });

  const tfjs = tf.backend() as unknown as TfjsWasmBackend;
  refuseNullPointers(tfjs);
  const heap = new Heap(tfjs);
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
