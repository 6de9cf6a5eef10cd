import * as tf from '@tensorflow/tfjs';
import { activations, gains, type Activation } from './activation.ts';
import { createConv1d } from './conv1d.ts';
import { createDense } from './dense.ts';
import type { Model } from './model.ts';
import { Weights } from './weights.ts';

export interface Cnn1dLayer {
  filters: number;
  /** Pixels that a filter spans, before dilation. */
  kernel: number;
  /** Default 1. With a dilation above 1 it must be 1. */
  stride?: number;
  /** Pixels from one tap of a filter to the next; default 1. */
  dilation?: number;
  /** Maximum over this many neighbours after the activation; default 1, which is none. */
  pool?: number;
}

export interface Cnn1dConfig {
  /** Length of a spectrum. */
  pixels: number;
  /** Values a pixel, such as flux and sigma, side by side: a row is `[pixels, channels]` flattened. Default 1. */
  channels?: number;
  layers: readonly Cnn1dLayer[];
  /**
   * What the head sees of a filter: its mean over all positions, wherever a feature stands, or its value at each, for
   * features whose place matters, as that of a spectral line does. Default mean.
   */
  pooling?: 'mean' | 'flatten';
  /** Sizes of the hidden layers after the pooling; default none. */
  head?: readonly number[];
  /** Default 1. */
  outputs?: number;
  activation: Activation;
}

/**
 * Convolutions over the pixels, the mean of every filter or its values at all positions, and a fully connected head whose
 * last layer is linear. Convolutions keep the length ('same' padding with zeros) but for stride and pool.
 *
 * @throws RangeError for a layer that both strides and dilates, or pools more positions than there are.
 */
export function createCnn1d(config: Cnn1dConfig, seed: number): Model {
  const { pixels, channels = 1, layers, pooling = 'mean', head = [], outputs = 1, activation } = config;
  const weights = new Weights(seed);
  const gain = gains[activation];
  let [length, depth, flops] = [pixels, channels, 0];
  const convolutions = layers.map(({ filters, kernel, stride = 1, dilation = 1, pool = 1 }, i) => {
    const size = { length, channels: depth, filters, kernel, stride, dilation, gain };
    const convolution = createConv1d(weights, `conv-${i}`, size);
    flops += convolution.flops;
    depth = filters;
    if (pool > convolution.length) {
      throw new RangeError(`cnn1d: layer ${i} pools ${pool} of ${convolution.length} positions`);
    }
    length = Math.floor(convolution.length / pool);
    return { apply: convolution.apply, pool };
  });
  const features = pooling === 'mean' ? depth : depth * length;
  const sizes = [features, ...head, outputs];
  const dense = sizes.slice(1).map((size, i) => {
    const last = i === head.length;
    return createDense(weights, `dense-${i}`, { inputs: sizes[i], outputs: size, gain: last ? 1 : gain });
  });
  const activate = activations[activation];

  return {
    variables: weights.variables,
    names: weights.names,
    flops: dense.reduce((sum, layer) => sum + layer.flops, flops),
    predict(x) {
      return tf.tidy(() => {
        let h = tf.reshape(x, [-1, pixels, channels]) as tf.Tensor3D;
        for (const { apply, pool } of convolutions) {
          h = activate(apply(h));
          if (pool > 1) h = maxPool(h, pool);
        }
        let y = (pooling === 'mean' ? tf.mean(h, 1) : tf.reshape(h, [-1, features])) as tf.Tensor2D;
        for (const [i, layer] of dense.entries()) {
          y = layer.apply(y);
          if (i < head.length) y = activate(y);
        }
        return y;
      });
    },
    dispose: () => weights.dispose(),
  };
}

/** Maximum of each `size` neighbours of `[batch, length, channels]`; a rest that does not fill a window is left out. */
function maxPool(x: tf.Tensor3D, size: number): tf.Tensor3D {
  const [batch, length, channels] = x.shape;
  const pooled = tf.maxPool(tf.reshape(x, [batch, length, 1, channels]) as tf.Tensor4D, [size, 1], [size, 1], 'valid');
  return tf.reshape(pooled, [batch, -1, channels]);
}
