import * as tf from '@tensorflow/tfjs';
import type { TensorInfo } from '@tensorflow/tfjs';
import type { Attributes } from '../ops/own-kernel.ts';

type OwnKernel<Name extends string> = (inputs: Record<Name, TensorInfo>, attributes: Attributes) => TensorInfo[];

/** Registers a kernel that tfjs has no name for, for the operations of `../ops/`. */
export function registerOwnKernel<Name extends string>(kernelName: string, run: OwnKernel<Name>): void {
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => run(inputs as Record<Name, TensorInfo>, attrs as unknown as Attributes),
  });
}
