import type { TensorInfo } from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import { registerOwnKernel } from './own-kernel.ts';

/** Arithmetic operations a value. */
const COST = 50;

/** Runs a kernel that goes from each value of `inputs` to one of the output. */
function run(heap: Heap, kernel: 'gelu' | 'geluGradient', inputs: TensorInfo[]): TensorInfo[] {
  const out = heap.output(inputs[0].shape);
  const size = out.shape.reduce((product, n) => product * n, 1);
  const arrays = [...inputs, out].map((tensor) => heap.pointer(tensor));
  heap.run(
    kernel,
    // Whole vectors: the bits of a value do not depend on its lane, but the last values of a range go one by one.
    heap.ranges(size, COST, 4).map((range) => [...range, ...arrays]),
  );
  return [out];
}

export function registerGelu(heap: Heap): void {
  registerOwnKernel<'x'>('PfGelu', ({ x }) => run(heap, 'gelu', [x]));
  registerOwnKernel<'x' | 'dy'>('PfGeluGradient', ({ x, dy }) => run(heap, 'geluGradient', [x, dy]));
}
