import type { Tensor, Variable } from '@tensorflow/tfjs';

/**
 * `wasm` is the reference, whose bytes are compared; `node` is TensorFlow's native library where it was set up; `cpu` is
 * tfjs in plain JavaScript, for checks on tiny shapes only.
 */
export const backendNames = ['wasm', 'node', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface BackendOptions {
  name: BackendName;
  /** Threads of one process; no number depends on it on the reference backend. Default 1. */
  threads?: number;
}

/** The numbers of one Adam step; the bias corrections are the caller's, see `train/adam.ts`. */
export interface AdamCoefficients {
  /** Learning rate with the bias corrections. */
  rate: number;
  beta1: number;
  beta2: number;
  /** Added to the root of the mean square, with the bias correction. */
  epsilon: number;
  /** Factor on the weights before the step: 1 - learning rate x weight decay. */
  keep: number;
  /** Factor on the gradient: below 1 where it is clipped. */
  gradientScale: number;
}

/** A TensorFlow.js backend that is ready to train, with what tfjs itself has no operation for. */
export interface Backend {
  name: BackendName;
  /** Changes whenever its numbers may: the version of tfjs and the digest of the kernels. */
  version: string;
  /** Threads it uses. */
  threads: number;
  /** Updates a weight and its two moments (variables too) in place. */
  adamStep(weight: Variable, mean: Variable, square: Variable, gradient: Tensor, coefficients: AdamCoefficients): void;
  /** Sum of the squares of a float tensor, in double precision. */
  sumOfSquares(tensor: Tensor): number;
}
