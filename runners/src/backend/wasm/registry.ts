import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';

export interface KernelCall {
  inputs: Record<string, TensorInfo>;
  // Each kernel knows its own attributes; tfjs types them as a bag of anything.
  attrs: never;
}
export type Kernel = (call: KernelCall) => TensorInfo | TensorInfo[];

type Registered = Parameters<typeof tf.registerKernel>[0]['kernelFunc'];

/** Puts `make(stock)` in the place of tfjs's kernel `name`; `stock` throws where tfjs has none. */
export function replaceKernel(name: string, make: (stock: Kernel) => Kernel): void {
  const stock = tf.getKernel(name, 'wasm');
  if (stock) tf.unregisterKernel(name, 'wasm');
  const missing: Kernel = () => {
    throw new Error(`the wasm backend has no ${name} for this input`);
  };
  const kernelFunc = make((stock?.kernelFunc as unknown as Kernel | undefined) ?? missing) as unknown as Registered;
  tf.registerKernel({ ...stock, kernelName: name, backendName: 'wasm', kernelFunc });
}
