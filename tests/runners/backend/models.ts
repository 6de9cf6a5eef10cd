/** Small models of tf.layers, which every backend must train. */
import * as tf from '@tensorflow/tfjs';
import type { Sequential } from '@tensorflow/tfjs';

type Initializer = 'zeros' | ReturnType<typeof tf.initializers.glorotUniform>;

interface Model {
  input: number[];
  targets: number[];
  /** Shapes of the trainable weights. */
  weights: number[][];
  create(initializer: Initializer): Sequential;
}

export const models: Record<string, Model> = {
  'dense layers': {
    input: [7, 5],
    targets: [7, 2],
    weights: [[5, 9], [9], [9, 2], [2]],
    create: (kernelInitializer) =>
      tf.sequential({
        layers: [
          tf.layers.dense({ inputShape: [5], units: 9, activation: 'relu', kernelInitializer }),
          tf.layers.dense({ units: 2, kernelInitializer }),
        ],
      }),
  },
  'a 1-D convolution': {
    input: [3, 11, 2],
    targets: [3, 1],
    weights: [[3, 2, 5], [5], [20, 1], [1]],
    create: (kernelInitializer) =>
      tf.sequential({
        layers: [
          tf.layers.conv1d({ inputShape: [11, 2], filters: 5, kernelSize: 3, activation: 'relu', kernelInitializer }),
          tf.layers.maxPooling1d({ poolSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 1, kernelInitializer }),
        ],
      }),
  },
  'a 2-D convolution with batch normalisation': {
    input: [4, 6, 5, 3],
    targets: [4, 2],
    weights: [[3, 3, 3, 4], [4], [4], [4], [4, 2], [2]],
    create: (kernelInitializer) =>
      tf.sequential({
        layers: [
          tf.layers.conv2d({ inputShape: [6, 5, 3], filters: 4, kernelSize: 3, padding: 'same', kernelInitializer }),
          tf.layers.batchNormalization({}),
          tf.layers.activation({ activation: 'relu' }),
          tf.layers.averagePooling2d({ poolSize: 2 }),
          tf.layers.globalAveragePooling2d({}),
          tf.layers.dense({ units: 2, kernelInitializer }),
        ],
      }),
  },
  'an LSTM': {
    input: [3, 4, 2],
    targets: [3, 1],
    weights: [[2, 12], [3, 12], [12], [3, 1], [1]],
    create: (kernelInitializer) =>
      tf.sequential({
        layers: [
          tf.layers.lstm({
            inputShape: [4, 2],
            units: 3,
            kernelInitializer,
            recurrentInitializer: kernelInitializer,
          }),
          tf.layers.dense({ units: 1, kernelInitializer }),
        ],
      }),
  },
  'a bidirectional GRU': {
    input: [3, 4, 2],
    targets: [3, 1],
    weights: [[2, 9], [3, 9], [9], [2, 9], [3, 9], [9], [6, 1], [1]],
    create: (kernelInitializer) => {
      const layer = tf.layers.gru({ units: 3, kernelInitializer, recurrentInitializer: kernelInitializer });
      return tf.sequential({
        layers: [
          tf.layers.bidirectional({ inputShape: [4, 2], layer, mergeMode: 'concat' }),
          tf.layers.dense({ units: 1, kernelInitializer }),
        ],
      });
    },
  },
};
