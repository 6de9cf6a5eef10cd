import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

type Layer = InstanceType<typeof tf.layers.Layer>;

/**
 * A layer as a function of its input and of its trainable weights, in the order in which the layer has them, so that the
 * derivative by each can be taken. `call` are keyword arguments: `training`, `mask`.
 */
export function withWeights(layer: Layer, x: Tensor, weights: Tensor[], call: Record<string, unknown> = {}): Tensor {
  layer.build(x.shape);
  const own = layer.trainableWeights as unknown as { val: Tensor }[];
  if (own.length !== weights.length) throw new Error(`${layer.name} has ${own.length} weights, not ${weights.length}`);
  for (const [i, weight] of own.entries()) {
    weight.val.dispose();
    weight.val = weights[i];
  }
  const result = layer.call(x, call) as Tensor | Tensor[];
  for (const fixed of layer.nonTrainableWeights) fixed.dispose();
  return Array.isArray(result) ? result[0] : result;
}
