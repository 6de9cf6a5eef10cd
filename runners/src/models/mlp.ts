import * as tf from '@tensorflow/tfjs';
import { denseWeights, variable, type Model } from './model.ts';

/** silu is x sigmoid(x): smooth where relu has a corner. */
export type Activation = 'relu' | 'silu' | 'tanh';

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

const activations: Record<Activation, (x: tf.Tensor2D) => tf.Tensor2D> = {
  relu: tf.relu,
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  tanh: tf.tanh,
};
/** Variance that the activation leaves of its input, as the factor that makes up for it. */
const gains: Record<Activation, number> = { relu: 2, silu: 1, tanh: 1 };

interface Layer {
  weights: tf.Variable;
  bias: tf.Variable;
}

/** A fully connected network with seeded weights: the same seed gives the same bytes. The last layer is linear. */
export function createMlp(config: MlpConfig, seed: number): Model {
  const { inputs, hidden, outputs = 1, activation, linearShortcut = false } = config;
  const sizes = [inputs, ...hidden, outputs];
  const layers: Layer[] = sizes.slice(1).map((size, i) => {
    const gain = i === hidden.length ? 1 : gains[activation];
    return {
      weights: denseWeights(sizes[i], size, gain, seed, `dense-${i}`),
      bias: variable(new Float32Array(size), [size]),
    };
  });
  const shortcut = linearShortcut ? variable(new Float32Array(inputs * outputs), [inputs, outputs]) : undefined;
  const variables = [...layers.flatMap(({ weights, bias }) => [weights, bias]), ...(shortcut ? [shortcut] : [])];

  return {
    variables,
    predict(x) {
      return tf.tidy(() => {
        let y = x;
        for (const [i, { weights, bias }] of layers.entries()) {
          y = tf.add(tf.matMul(y, weights as tf.Tensor as tf.Tensor2D), bias);
          if (i < hidden.length) y = activations[activation](y);
        }
        return shortcut ? tf.add(y, tf.matMul(x, shortcut as tf.Tensor as tf.Tensor2D)) : y;
      });
    },
    dispose() {
      for (const each of variables) each.dispose();
    },
  };
}
