import type * as tf from '@tensorflow/tfjs';
import { layerNorm } from '../backend/ops/layer-norm.ts';
import type { Weights } from './weights.ts';

/** Layer normalisation over the last axis of `[..., size]` with a learned gain, begun at 1, and bias, begun at 0. */
export function createLayerNorm(weights: Weights, name: string, size: number): <T extends tf.Tensor>(x: T) => T {
  const gain = weights.constant(`${name}/gain`, [size], 1);
  const bias = weights.constant(`${name}/bias`, [size], 0);
  return (x) => layerNorm(x, gain, bias);
}
