import type { Tensor, Variable } from '@tensorflow/tfjs';

export type BackendName = 'wasm';

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
  /** Updates a weight and its two moments in place. */
  adamStep(weight: Variable, mean: Tensor, square: Tensor, gradient: Tensor, coefficients: AdamCoefficients): void;
  /** Sum of the squares of a float tensor, in double precision. */
  sumOfSquares(tensor: Tensor): number;
}
