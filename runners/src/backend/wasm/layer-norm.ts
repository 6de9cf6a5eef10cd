import type { TensorInfo } from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import { registerOwnKernel } from './own-kernel.ts';

/** Parts that the rows are cut into for the sums over them: a number of its own, so that no thread count changes them. */
const PARTS = 16;

/** Arithmetic operations a value. */
const COST = 8;

const rowsOf = ({ shape }: TensorInfo) => shape.slice(0, -1).reduce((product, n) => product * n, 1);

function forward(
  heap: Heap,
  { x, gain, bias }: Record<'x' | 'gain' | 'bias', TensorInfo>,
  epsilon: number,
): TensorInfo[] {
  const y = heap.output(x.shape);
  const width = x.shape.at(-1)!;
  const arrays = [x, gain, bias, y].map((tensor) => heap.pointer(tensor));
  heap.run(
    'layerNorm',
    heap.ranges(rowsOf(x), COST * width).map((range) => [...range, width, epsilon, ...arrays]),
  );
  return [y];
}

/** Gradients of x, gain and bias. */
function backward(heap: Heap, { x, gain, dy }: Record<'x' | 'gain' | 'dy', TensorInfo>, epsilon: number): TensorInfo[] {
  const width = x.shape.at(-1)!;
  const rows = rowsOf(x);
  const dx = heap.output(x.shape);
  const sums = heap.output([2, width]);
  const partBytes = 8 * width;
  const parts = heap.allocate(PARTS * partBytes);
  try {
    const arrays = [x, gain, dy, dx].map((tensor) => heap.pointer(tensor));
    const jobs = Array.from({ length: PARTS }, (_, i) => {
      const range = [i, i + 1].map((part) => Math.floor((part * rows) / PARTS));
      return [...range, width, epsilon, ...arrays, parts + i * partBytes];
    });
    heap.run('layerNormGradient', jobs);
    heap.kernels.sumMiddle(parts, 1, PARTS, 2 * width, partBytes, 1, heap.pointer(sums));
  } finally {
    heap.free(parts);
  }
  return [dx, sums];
}

export function registerLayerNorm(heap: Heap): void {
  registerOwnKernel<'x' | 'gain' | 'bias'>('PfLayerNorm', (inputs, { epsilon }) =>
    forward(heap, inputs, Number(epsilon)),
  );
  registerOwnKernel<'x' | 'gain' | 'dy'>('PfLayerNormGradient', (inputs, { epsilon }) =>
    backward(heap, inputs, Number(epsilon)),
  );
}
