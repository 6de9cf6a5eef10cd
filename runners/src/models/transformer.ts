import * as tf from '@tensorflow/tfjs';
import { attention } from '../backend/ops/attention.ts';
import { gelu } from '../backend/ops/gelu.ts';
import { createDense } from './dense.ts';
import { createLayerNorm } from './layer-norm.ts';
import type { Weights } from './weights.ts';

export interface TransformerConfig {
  tokens: number;
  /** Values of one token; a multiple of `heads`. */
  dim: number;
  heads: number;
  /** Width of the hidden layer of a block over `dim`. */
  mlpRatio: number;
}

export interface TransformerBlock {
  /** `[batch * tokens, dim]` to the same. */
  apply(h: tf.Tensor2D): tf.Tensor2D;
  /** Share of each token (last axis) in what another one reads: `[batch, heads, tokens, tokens]`. */
  attentionMap(h: tf.Tensor2D): tf.Tensor4D;
  /** Of one row, that is of all its tokens. */
  flops: number;
}

/**
 * A pre-norm transformer block (Vaswani et al. 2017; Xiong et al. 2020): attention among the tokens of a row, then two
 * layers on each token, both added to what comes in.
 *
 * @throws RangeError when `dim` is no multiple of `heads`.
 */
export function createTransformerBlock(weights: Weights, name: string, config: TransformerConfig): TransformerBlock {
  const { tokens, dim, heads, mlpRatio } = config;
  const size = dim / heads;
  if (!Number.isInteger(size)) throw new RangeError(`transformer: dim ${dim} is no multiple of ${heads} heads`);
  const hidden = Math.round(mlpRatio * dim);
  const attentionNorm = createLayerNorm(weights, `${name}/attention-norm`, dim);
  const [query, key, value, merge] = ['query', 'key', 'value', 'merge'].map((part) =>
    createDense(weights, `${name}/${part}`, {
      inputs: dim,
      outputs: dim,
      // A bias of the keys adds the same to every score of a query, which the softmax takes off again.
      bias: part !== 'key',
    }),
  );
  const mlpNorm = createLayerNorm(weights, `${name}/mlp-norm`, dim);
  const expand = createDense(weights, `${name}/expand`, { inputs: dim, outputs: hidden });
  const contract = createDense(weights, `${name}/contract`, { inputs: hidden, outputs: dim });

  /** `[batch * tokens, dim]` to `[batch, heads, tokens, size]`. */
  const split = (h: tf.Tensor2D): tf.Tensor4D =>
    tf.transpose(tf.reshape(h, [-1, tokens, heads, size]) as tf.Tensor4D, [0, 2, 1, 3]);

  const attend = (h: tf.Tensor2D): tf.Tensor2D => {
    const x = attentionNorm(h);
    const [q, k, v] = [query, key, value].map((layer) => split(layer.apply(x)));
    return merge.apply(tf.reshape(tf.transpose(attention(q, k, v), [0, 2, 1, 3]), [-1, dim]));
  };

  return {
    apply(h) {
      const attended = tf.add(h, attend(h)) as tf.Tensor2D;
      return tf.add(attended, contract.apply(gelu(expand.apply(mlpNorm(attended)))));
    },
    attentionMap(h) {
      return tf.tidy(() => {
        const x = attentionNorm(h);
        const [q, k] = [query, key].map((layer) => split(layer.apply(x)));
        return tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size)));
      });
    },
    // Scores and their weighted sums are tokens^2 products of dim values each.
    flops: tokens * (4 * query.flops + expand.flops + contract.flops) + 4 * tokens * tokens * dim,
  };
}
