import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Attributes of a kernel call: sizes are in the shapes already. */
export type Attributes = Record<string, number | boolean>;

/** Whether the current backend computes this fused operation of ours itself. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel of ours on the current backend, without a gradient of its own. */
export function runKernel(name: string, inputs: Record<string, Tensor>, attributes: Attributes = {}): Tensor[] {
  const outputs = tf.engine().runKernel(name, inputs, attributes) as unknown as Tensor | Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** @throws Error naming the operation where an input has not float values, or none. */
export function requireFloats(operation: string, inputs: Record<string, Tensor>): void {
  for (const [name, { dtype, shape, size }] of Object.entries(inputs)) {
    if (dtype !== 'float32') throw new Error(`${operation}: ${name} is ${dtype}, it must be float32; cast it first`);
    if (size === 0) throw new Error(`${operation}: ${name} [${shape}] is empty`);
  }
}

/** @throws Error naming the operation where an input has not the expected shape. */
export function requireShape(operation: string, name: string, tensor: Tensor, expected: number[]): void {
  if (tensor.shape.join() !== expected.join()) {
    throw new Error(`${operation}: ${name} is [${tensor.shape}], it must be [${expected}]`);
  }
}
