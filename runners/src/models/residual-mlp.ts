import * as tf from '@tensorflow/tfjs';
import { activations, gains, type Activation } from './activation.ts';
import { createDense, createShortcut, type Dense } from './dense.ts';
import { createLayerNorm } from './layer-norm.ts';
import type { Model } from './model.ts';
import { Weights } from './weights.ts';

export interface ResidualMlpConfig {
  /** Values of one input row. */
  inputs: number;
  /** Values between the blocks. */
  width: number;
  /** Residual blocks. */
  blocks: number;
  /** Default 1. */
  outputs?: number;
  activation: Activation;
}

/**
 * y = w x + g(x): a linear map of the input beside a residual network of pre-norm blocks
 * h + W2 activation(W1 norm(h)) (He et al. 2016; Gorishniy et al. 2021), whose last layer reads the normalised h.
 */
export function createResidualMlp(config: ResidualMlpConfig, seed: number): Model {
  const { inputs, width, blocks, outputs = 1, activation } = config;
  const weights = new Weights(seed);
  const project = createDense(weights, 'input', { inputs, outputs: width });
  const body = Array.from({ length: blocks }, (_, i) => createBlock(weights, `block-${i}`, width, activation));
  const norm = createLayerNorm(weights, 'norm', width);
  const head = createDense(weights, 'head', { inputs: width, outputs });
  const shortcut = createShortcut(weights, 'shortcut', inputs, outputs);

  return {
    variables: weights.variables,
    names: weights.names,
    flops: [project, ...body, head, shortcut].reduce((sum, { flops }) => sum + flops, 0),
    predict(x) {
      return tf.tidy(() => {
        let h = project.apply(x);
        for (const block of body) h = block.apply(h);
        return tf.add(head.apply(norm(h)), shortcut.apply(x));
      });
    },
    dispose: () => weights.dispose(),
  };
}

function createBlock(weights: Weights, name: string, width: number, activation: Activation): Dense {
  const norm = createLayerNorm(weights, `${name}/norm`, width);
  const first = createDense(weights, `${name}/first`, { inputs: width, outputs: width, gain: gains[activation] });
  const second = createDense(weights, `${name}/second`, { inputs: width, outputs: width });
  return {
    apply: (h) => tf.add(h, second.apply(activations[activation](first.apply(norm(h))))),
    flops: first.flops + second.flops,
  };
}
