import * as tf from '@tensorflow/tfjs';
import type { Weights } from './weights.ts';

export interface Dense {
  /** `[rows, inputs]` to `[rows, outputs]`. */
  apply(x: tf.Tensor2D): tf.Tensor2D;
  /** Of one row. */
  flops: number;
}

export interface DenseConfig {
  inputs: number;
  outputs: number;
  /** Variance of a weight times the number of inputs; default 1, which keeps the variance of the values. */
  gain?: number;
  /** Default: with a bias, begun at 0. */
  bias?: boolean;
}

/** A fully connected layer, x W + b, with normal weights of variance gain / inputs. */
export function createDense(weights: Weights, name: string, config: DenseConfig): Dense {
  const { inputs, outputs, gain = 1, bias = true } = config;
  const kernel = weights.normal(`${name}/weights`, [inputs, outputs], Math.sqrt(gain / inputs), name);
  const offset = bias ? weights.constant(`${name}/bias`, [outputs], 0) : undefined;
  return {
    apply(x) {
      const product = tf.matMul(x, kernel as tf.Tensor as tf.Tensor2D) as tf.Tensor2D;
      return offset ? tf.add(product, offset) : product;
    },
    flops: 2 * inputs * outputs,
  };
}

/** A linear map without bias, begun at zero: it adds nothing before it has learnt something. */
export function createShortcut(weights: Weights, name: string, inputs: number, outputs: number): Dense {
  const kernel = weights.constant(`${name}/weights`, [inputs, outputs], 0);
  return {
    apply: (x) => tf.matMul(x, kernel as tf.Tensor as tf.Tensor2D),
    flops: 2 * inputs * outputs,
  };
}
