import * as tf from '@tensorflow/tfjs';
import { createMlp } from '../../models/mlp.ts';
import type { Model } from '../../models/model.ts';
import { createRandom } from '../../random.ts';

/**
 * An MLP with SiLU, x sigmoid(x), between its layers: what it fits is a smooth function of a few labels, and at equal
 * epochs it is ahead of ReLU (see `notes` in experiments/spectra-mlp/config.yaml). Each layer is an MLP without hidden
 * layers, with a seed of its own.
 */
export function createSmoothNetwork(inputs: number, hidden: readonly number[], seed: number): Model {
  const sizes = [inputs, ...hidden, 1];
  const layers = sizes.slice(1).map((outputs, i) => {
    const layerSeed = 1 + createRandom(seed, 'layer', i).int(0x7fffffff);
    return createMlp({ inputs: sizes[i], hidden: [], outputs, activation: 'relu' }, layerSeed);
  });
  return {
    variables: layers.flatMap(({ variables }) => variables),
    predict: (x) => tf.tidy(() => layers.reduce((y, layer, i) => layer.predict(i === 0 ? y : silu(y)), x)),
    dispose: () => layers.forEach((layer) => layer.dispose()),
  };
}

function silu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(x, tf.sigmoid(x));
}
