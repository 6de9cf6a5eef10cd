import * as tf from '@tensorflow/tfjs';
import { createDense } from './dense.ts';
import { createLayerNorm } from './layer-norm.ts';
import type { Model } from './model.ts';
import { createCnnEmbedding, createLinearEmbedding } from './patch-embedding.ts';
import { createTransformerBlock } from './transformer.ts';
import { Weights } from './weights.ts';

export interface SpecVitConfig {
  /** Length of a spectrum. */
  pixels: number;
  /** Values a pixel, such as flux and sigma, side by side: a row is `[pixels, channels]` flattened. Default 1. */
  channels?: number;
  /** Pixels of a patch: a multiple of the stride. */
  patch: number;
  /** Pixels from one patch to the next. */
  stride: number;
  /** What makes tokens of patches: a linear map, or a convolution and a linear map. */
  embedding: 'linear' | 'cnn';
  /** Values of a token; a multiple of `heads`. */
  dim: number;
  heads: number;
  /** Transformer blocks. */
  layers: number;
  /** Width of a block's hidden layer over `dim`; default 4. */
  mlpRatio?: number;
  /** Default 1. */
  outputs?: number;
}

export interface SpecVit extends Model {
  /** Attention of each block on the spectra of a batch, `[batch, heads, tokens, tokens]`; token 0 is [CLS]. */
  attentionMaps(x: tf.Tensor2D): tf.Tensor4D[];
}

/** Standard deviation of the positions and of [CLS] at the start (Dosovitskiy et al. 2021). */
const positionScale = 0.02;

/**
 * A vision transformer for spectra: tokens from patches of pixels, a learned position each, a [CLS] token before them,
 * pre-norm transformer blocks, and a linear regression on what [CLS] has gathered (Dosovitskiy et al. 2021).
 *
 * @throws RangeError for patches or heads that do not fit.
 */
export function createSpecVit(config: SpecVitConfig, seed: number): SpecVit {
  const { pixels, channels = 1, patch, stride, embedding, dim, heads, layers, mlpRatio = 4, outputs = 1 } = config;
  const weights = new Weights(seed);
  const createEmbedding = embedding === 'cnn' ? createCnnEmbedding : createLinearEmbedding;
  const embed = createEmbedding(weights, 'embedding', { pixels, channels, patch, stride, dim });
  const tokens = embed.tokens + 1;
  const classToken = weights.normal('class-token', [1, 1, dim], positionScale);
  const position = weights.normal('position', [tokens, dim], positionScale);
  const blocks = Array.from({ length: layers }, (_, i) =>
    createTransformerBlock(weights, `block-${i}`, { tokens, dim, heads, mlpRatio }),
  );
  const norm = createLayerNorm(weights, 'norm', dim);
  const head = createDense(weights, 'head', { inputs: dim, outputs });

  /** Tokens with [CLS] first, `[batch * tokens, dim]`. */
  const start = (x: tf.Tensor2D): tf.Tensor2D => {
    const patches = tf.reshape(embed.apply(x), [-1, embed.tokens, dim]);
    const first = tf.add(tf.zeros([x.shape[0], 1, dim]), classToken);
    return tf.reshape(tf.add(tf.concat([first, patches], 1), position), [-1, dim]);
  };

  return {
    variables: weights.variables,
    names: weights.names,
    flops: blocks.reduce((sum, { flops }) => sum + flops, embed.flops + head.flops),
    predict(x) {
      return tf.tidy(() => {
        let h = start(x);
        for (const block of blocks) h = block.apply(h);
        const first = tf.slice(tf.reshape(h, [-1, tokens, dim]) as tf.Tensor3D, [0, 0, 0], [-1, 1, -1]);
        return head.apply(norm(tf.reshape(first, [-1, dim]) as tf.Tensor2D));
      });
    },
    attentionMaps(x) {
      return tf.tidy(() => {
        let h = start(x);
        return blocks.map((block) => {
          const map = block.attentionMap(h);
          h = block.apply(h);
          return map;
        });
      });
    },
    dispose: () => weights.dispose(),
  };
}
