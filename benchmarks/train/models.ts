// The five networks whose training steps are timed, on any backend. The same ones stand in models.py for PyTorch.
import * as tf from '@tensorflow/tfjs';
import { attention } from '../../runners/src/backend/ops/attention.ts';
import { batchNorm } from '../../runners/src/backend/ops/batch-norm.ts';
import { gelu } from '../../runners/src/backend/ops/gelu.ts';
import { layerNorm } from '../../runners/src/backend/ops/layer-norm.ts';
import { lstm } from '../../runners/src/backend/ops/lstm.ts';
import { variable } from '../../runners/src/models/model.ts';
import { createRandom } from '../../runners/src/random.ts';

/** A network with its batch; `loss` is differentiated over `variables`. */
export interface Step {
  variables: tf.Variable[];
  loss(): tf.Scalar;
}

let draws = 0;

function deviates(shape: number[], deviation: number): Float32Array {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  createRandom(1, 'benchmark', draws++).fillNormal(values);
  return values.map((value) => value * deviation);
}

function createVariables() {
  const variables: tf.Variable[] = [];
  const keep = (values: Float32Array, shape: number[]) => {
    const created = variable(values, shape);
    variables.push(created);
    // tfjs declares a variable without its rank.
    return created as tf.Tensor as never;
  };
  return {
    variables,
    /** Weights scaled for inputs of `fan` values. */
    weights: (shape: number[], fan = shape[0]) => keep(deviates(shape, Math.sqrt(1 / fan)), shape),
    zeros: (size: number) => keep(new Float32Array(size), [size]),
    ones: (size: number) => keep(new Float32Array(size).fill(1), [size]),
  };
}

const batchOf = (shape: number[]) => tf.tensor(deviates(shape, 1), shape);
const squaredError = (prediction: tf.Tensor, target: tf.Tensor): tf.Scalar =>
  tf.mean(tf.square(tf.sub(prediction, target)));

/** 4096-256-64-1, batch 256. */
function mlp(): Step {
  const { variables, weights, zeros } = createVariables();
  const [x, y] = [batchOf([256, 4096]) as tf.Tensor2D, batchOf([256, 1])];
  const [w1, b1, w2, b2, w3, b3] = [
    weights([4096, 256]),
    zeros(256),
    weights([256, 64]),
    zeros(64),
    weights([64, 1]),
    zeros(1),
  ];
  const dense = (input: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor) => tf.add(tf.matMul(input, w), b) as tf.Tensor2D;
  return {
    variables,
    loss: () => squaredError(dense(tf.relu(dense(tf.relu(dense(x, w1, b1)), w2, b2)), w3, b3), y),
  };
}

/** Two convolutions of 9 pixels (32 channels; 64 with stride 2), mean, linear; [64, 1024, 1]. */
function cnn1d(): Step {
  const { variables, weights, zeros } = createVariables();
  const [x, y] = [batchOf([64, 1024, 1]) as tf.Tensor3D, batchOf([64, 1])];
  const [w1, b1] = [weights([9, 1, 32], 9), zeros(32)];
  const [w2, b2] = [weights([9, 32, 64], 9 * 32), zeros(64)];
  const [w3, b3] = [weights([64, 1]), zeros(1)];
  return {
    variables,
    loss() {
      const first = tf.relu(tf.add(tf.conv1d(x, w1, 1, 'same'), b1)) as tf.Tensor3D;
      const second = tf.relu(tf.add(tf.conv1d(first, w2, 2, 'same'), b2));
      return squaredError(tf.add(tf.matMul(tf.mean(second, 1) as tf.Tensor2D, w3), b3), y);
    },
  };
}

/** Pre-norm transformer: 64 patches of 16 pixels, width 64, 4 heads, 2 layers; batch 64. */
function vit(): Step {
  const [batch, tokens, patch, width, heads, layers] = [64, 64, 16, 64, 4, 2];
  const { variables, weights, zeros, ones } = createVariables();
  const [x, y] = [batchOf([batch * tokens, patch]) as tf.Tensor2D, batchOf([batch, 1])];
  const [embed, embedBias] = [weights([patch, width]), zeros(width)];
  const position: tf.Tensor = weights([1, tokens, width], 2500);
  const blocks = Array.from({ length: layers }, () => ({
    gain1: ones(width),
    bias1: zeros(width),
    qkv: weights([width, 3 * width]),
    qkvBias: zeros(3 * width),
    out: weights([width, width]),
    outBias: zeros(width),
    gain2: ones(width),
    bias2: zeros(width),
    up: weights([width, 4 * width]),
    upBias: zeros(4 * width),
    down: weights([4 * width, width]),
    downBias: zeros(width),
  }));
  const [gain, bias, head, headBias] = [ones(width), zeros(width), weights([width, 1]), zeros(1)];
  // Rows are tokens of all spectra: [batch * tokens, width].
  const linear = (h: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor) => tf.add(tf.matMul(h, w), b) as tf.Tensor2D;
  return {
    variables,
    loss() {
      const embedded = tf.add(tf.reshape(linear(x, embed, embedBias), [batch, tokens, width]), position);
      let h = tf.reshape(embedded, [batch * tokens, width]) as tf.Tensor2D;
      for (const block of blocks) {
        const qkv = linear(layerNorm(h, block.gain1, block.bias1), block.qkv, block.qkvBias);
        const split = tf.transpose(tf.reshape(qkv, [batch, tokens, 3, heads, width / heads]), [2, 0, 3, 1, 4]);
        const [q, k, v] = tf.unstack(split) as tf.Tensor4D[];
        const mixed = tf.reshape(tf.transpose(attention(q, k, v), [0, 2, 1, 3]), [batch * tokens, width]);
        h = tf.add(h, linear(mixed as tf.Tensor2D, block.out, block.outBias));
        const wide = gelu(linear(layerNorm(h, block.gain2, block.bias2), block.up, block.upBias));
        h = tf.add(h, linear(wide, block.down, block.downBias));
      }
      const pooled = tf.mean(tf.reshape(layerNorm(h, gain, bias), [batch, tokens, width]), 1) as tf.Tensor2D;
      return squaredError(linear(pooled, head, headBias), y);
    },
  };
}

/** Bidirectional LSTM of 64 units over 50 steps of 11 features, last states, linear; batch 64. */
function bilstm(): Step {
  const [batch, time, features, units] = [64, 50, 11, 64];
  const { variables, weights, zeros } = createVariables();
  const [x, y] = [batchOf([batch, time, features]) as tf.Tensor3D, batchOf([batch, 1])];
  const direction = () => [weights([features, 4 * units]), weights([units, 4 * units]), zeros(4 * units)] as const;
  const [forward, backward] = [direction(), direction()];
  const [head, headBias] = [weights([2 * units, 1]), zeros(1)];
  const stateAt = (states: tf.Tensor3D, t: number) =>
    tf.reshape(tf.slice(states, [0, t, 0], [batch, 1, units]), [batch, units]);
  return {
    variables,
    loss() {
      const ends = [stateAt(lstm(x, ...forward), time - 1), stateAt(lstm(x, ...backward, { reverse: true }), 0)];
      return squaredError(tf.add(tf.matMul(tf.concat(ends, 1) as tf.Tensor2D, head), headBias), y);
    },
  };
}

/** Stem and one residual block of 3 x 3 convolutions with batch norm, 32 channels; [32, 32, 32, 6]. */
function resnet(): Step {
  const { variables, weights, zeros, ones } = createVariables();
  const [x, y] = [batchOf([32, 32, 32, 6]) as tf.Tensor4D, batchOf([32, 1])];
  const layer = (channels: number) => [weights([3, 3, channels, 32], 9 * channels), ones(32), zeros(32)] as const;
  const [stem, first, second] = [layer(6), layer(32), layer(32)];
  const [head, headBias] = [weights([32, 1]), zeros(1)];
  const convolve = (input: tf.Tensor4D, [filter, gain, bias]: readonly [never, never, never]) =>
    batchNorm(tf.conv2d(input, filter, 1, 'same'), gain, bias, 1e-3).y;
  return {
    variables,
    loss() {
      const h = tf.relu(convolve(x, stem));
      const sum = tf.relu(tf.add(h, convolve(tf.relu(convolve(h, first)), second)));
      return squaredError(tf.add(tf.matMul(tf.mean(sum, [1, 2]) as tf.Tensor2D, head), headBias), y);
    },
  };
}

export const models: Record<string, () => Step> = { mlp, cnn1d, vit, bilstm, resnet };
