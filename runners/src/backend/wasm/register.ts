import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import { biasAndActivation, type FusedAttributes } from './fused.ts';
import { repairMatMulGradient } from './gradient.ts';
import type { Heap } from './heap.ts';
import { batchMatMul } from './matmul.ts';
import { reduce, type ReduceAttributes } from './reduce.ts';

interface KernelCall {
  inputs: Record<string, TensorInfo>;
  // Each kernel knows its own attributes; tfjs types them as a bag of anything.
  attrs: never;
}
type Kernel = (call: KernelCall) => TensorInfo;

/** Puts `make(stock)` in the place of tfjs's kernel `name`. */
function replace(name: string, make: (stock: Kernel) => Kernel): void {
  const stock = tf.getKernel(name, 'wasm');
  tf.unregisterKernel(name, 'wasm');
  const kernelFunc = make(stock.kernelFunc as unknown as Kernel);
  tf.registerKernel({ ...stock, kernelFunc: kernelFunc as unknown as typeof stock.kernelFunc });
}

/** Registers this project's kernels over those of tfjs. */
export function registerKernels(heap: Heap): void {
  replace(
    'BatchMatMul',
    () =>
      ({ inputs, attrs }) =>
        batchMatMul(heap, inputs.a, inputs.b, attrs),
  );

  replace('_FusedMatMul', () => ({ inputs, attrs }) => {
    const product = () => tf.engine().makeTensorFromTensorInfo(batchMatMul(heap, inputs.a, inputs.b, attrs));
    const { bias, preluActivationWeights } = inputs as Record<string, Tensor>;
    return biasAndActivation(product, bias, preluActivationWeights, attrs as FusedAttributes);
  });

  for (const [name, mean] of [['Sum', false] as const, ['Mean', true] as const]) {
    replace(name, (stock) => (call) => {
      if (call.inputs.x.dtype !== 'float32') return stock(call);
      return reduce(heap, call.inputs.x, call.attrs as ReduceAttributes, mean);
    });
  }

  repairMatMulGradient();
}
