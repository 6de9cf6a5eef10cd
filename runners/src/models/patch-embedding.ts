import * as tf from '@tensorflow/tfjs';
import { gelu } from '../backend/ops/gelu.ts';
import { createConv1d } from './conv1d.ts';
import { createDense } from './dense.ts';
import type { Weights } from './weights.ts';

export interface PatchConfig {
  pixels: number;
  /** Values a pixel. */
  channels: number;
  /** Pixels of a patch: a multiple of the stride. */
  patch: number;
  /** Pixels from one patch to the next; divides the number of pixels. */
  stride: number;
  /** Values of a token. */
  dim: number;
}

export interface PatchEmbedding {
  /** `[batch, pixels * channels]` to `[batch * tokens, dim]`. */
  apply(x: tf.Tensor2D): tf.Tensor2D;
  tokens: number;
  /** Of one row. */
  flops: number;
}

/** Patches under a sliding window, each mapped to a token by the same linear map. @throws RangeError for sizes that do not fit. */
export function createLinearEmbedding(weights: Weights, name: string, config: PatchConfig): PatchEmbedding {
  const { pixels, channels, patch, stride, dim } = config;
  const steps = pixels / stride;
  const overlap = patch / stride;
  if (!Number.isInteger(steps) || !Number.isInteger(overlap) || patch > pixels) {
    throw new RangeError(
      `patches of ${patch} every ${stride} of ${pixels} pixels: the stride divides both, and a patch fits`,
    );
  }
  const tokens = steps - overlap + 1;
  const dense = createDense(weights, name, { inputs: patch * channels, outputs: dim });
  return {
    apply(x) {
      // A patch is `overlap` neighbouring blocks of one stride.
      const blocks = tf.reshape(x, [-1, steps, stride * channels]) as tf.Tensor3D;
      const shifted = Array.from({ length: overlap }, (_, k) => tf.slice(blocks, [0, k, 0], [-1, tokens, -1]));
      return dense.apply(tf.reshape(overlap === 1 ? blocks : tf.concat(shifted, 2), [-1, patch * channels]));
    },
    tokens,
    flops: tokens * dense.flops,
  };
}

/** Taps and stride of the stem's convolution. */
const stem = { kernel: 7, stride: 4 };

/**
 * A convolution with dim / 2 filters at every fourth pixel, and the linear embedding of what it finds (after Xiao et al.
 * 2021, Early convolutions help transformers see better). Patch and stride are in pixels and multiples of 4.
 *
 * @throws RangeError for sizes that do not fit.
 */
export function createCnnEmbedding(weights: Weights, name: string, config: PatchConfig): PatchEmbedding {
  const { pixels, channels, patch, stride, dim } = config;
  if ([pixels, patch, stride].some((size) => size % stem.stride !== 0) || dim % 2 !== 0) {
    throw new RangeError(
      `patches of ${patch} every ${stride} of ${pixels} pixels in ${dim} values: ` +
        `a CNN embedding takes multiples of ${stem.stride} pixels and an even number of values`,
    );
  }
  const convolution = createConv1d(weights, `${name}/stem`, {
    ...{ length: pixels, channels, filters: dim / 2, dilation: 1, gain: 1 },
    ...stem,
  });
  const linear = createLinearEmbedding(weights, `${name}/linear`, {
    pixels: convolution.length,
    channels: dim / 2,
    patch: patch / stem.stride,
    stride: stride / stem.stride,
    dim,
  });
  return {
    apply: (x) =>
      linear.apply(gelu(convolution.apply(tf.reshape(x, [-1, pixels, channels]))) as tf.Tensor as tf.Tensor2D),
    tokens: linear.tokens,
    flops: convolution.flops + linear.flops,
  };
}
