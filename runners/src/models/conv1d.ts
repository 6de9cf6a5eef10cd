import * as tf from '@tensorflow/tfjs';
import type { Weights } from './weights.ts';

export interface Conv1d {
  /** `[batch, length, channels]` to `[batch, ceil(length / stride), filters]`. */
  apply(x: tf.Tensor3D): tf.Tensor3D;
  /** Positions of the output. */
  length: number;
  /** Of one row; taps on the padding count too. */
  flops: number;
}

export interface Conv1dConfig {
  /** Positions of the input. */
  length: number;
  channels: number;
  filters: number;
  /** Taps of a filter. */
  kernel: number;
  stride: number;
  dilation: number;
  /** Variance of a weight times the number of inputs of a filter. */
  gain: number;
}

/**
 * A convolution over positions with a bias, padded with zeros to ceil(length / stride) outputs.
 *
 * @throws RangeError for both a stride and a dilation above 1, which TensorFlow.js does not have.
 */
export function createConv1d(weights: Weights, name: string, config: Conv1dConfig): Conv1d {
  const { length, channels, filters, kernel, stride, dilation, gain } = config;
  if (stride > 1 && dilation > 1)
    throw new RangeError(`${name}: stride ${stride} and dilation ${dilation}: one must be 1`);
  const taps = weights.normal(
    `${name}/weights`,
    [kernel, channels, filters],
    Math.sqrt(gain / (kernel * channels)),
    name,
  ) as tf.Tensor as tf.Tensor3D;
  const bias = weights.constant(`${name}/bias`, [filters], 0);
  const outputs = Math.ceil(length / stride);
  return {
    apply: (x) => tf.add(tf.conv1d(x, taps, stride, 'same', 'NWC', dilation), bias),
    length: outputs,
    flops: 2 * outputs * kernel * channels * filters,
  };
}
