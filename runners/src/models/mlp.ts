import * as tf from '@tensorflow/tfjs';
import { activations, gains, type Activation } from './activation.ts';
import { createDense, createShortcut } from './dense.ts';
import type { Model } from './model.ts';
import { Weights } from './weights.ts';

export interface MlpConfig {
  /** Values of one input row. */
  inputs: number;
  /** Sizes of the hidden layers; none gives a linear model. */
  hidden: readonly number[];
  /** Default 1. */
  outputs?: number;
  activation: Activation;
  /** Adds a linear map of the input, begun at zero: y = w x + g(x), so that the layers learn what is not linear. */
  linearShortcut?: boolean;
}

/** A fully connected network with seeded weights: the same seed gives the same bytes. The last layer is linear. */
export function createMlp(config: MlpConfig, seed: number): Model {
  const { inputs, hidden, outputs = 1, activation, linearShortcut = false } = config;
  const weights = new Weights(seed);
  const sizes = [inputs, ...hidden, outputs];
  const layers = sizes.slice(1).map((size, i) => {
    const gain = i === hidden.length ? 1 : gains[activation];
    return createDense(weights, `dense-${i}`, { inputs: sizes[i], outputs: size, gain });
  });
  const shortcut = linearShortcut ? createShortcut(weights, 'shortcut', inputs, outputs) : undefined;

  return {
    variables: weights.variables,
    names: weights.names,
    flops: [...layers, ...(shortcut ? [shortcut] : [])].reduce((sum, { flops }) => sum + flops, 0),
    predict(x) {
      return tf.tidy(() => {
        let y = x;
        for (const [i, layer] of layers.entries()) {
          y = layer.apply(y);
          if (i < hidden.length) y = activations[activation](y);
        }
        return shortcut ? tf.add(y, shortcut.apply(x)) : y;
      });
    },
    dispose: () => weights.dispose(),
  };
}
