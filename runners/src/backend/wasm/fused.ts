import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

export interface FusedAttributes {
  activation?: string;
  leakyreluAlpha?: number;
}

/** Adds the bias to a product and applies the activation, as tfjs's fused operations do; the product is let go. */
export function biasAndActivation(
  product: () => Tensor,
  bias: Tensor | undefined,
  preluWeights: Tensor | undefined,
  { activation = 'linear', leakyreluAlpha = 0.2 }: FusedAttributes,
): Tensor {
  return tf.tidy(() => {
    const y = bias ? tf.add(product(), bias) : product();
    switch (activation) {
      case 'linear':
        return y;
      case 'relu':
        return tf.relu(y);
      case 'relu6':
        return tf.relu6(y);
      case 'elu':
        return tf.elu(y);
      case 'sigmoid':
        return tf.sigmoid(y);
      case 'leakyrelu':
        return tf.leakyRelu(y, leakyreluAlpha);
      case 'prelu':
        if (preluWeights) return tf.prelu(y, preluWeights);
    }
    throw new Error(`unknown fused activation ${activation}`);
  });
}
