/** However the work of an operation is cut into jobs, which is all that threads change, its bytes stay the same. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { attention } from '../../../runners/src/backend/ops/attention.ts';
import { batchNorm } from '../../../runners/src/backend/ops/batch-norm.ts';
import { gelu } from '../../../runners/src/backend/ops/gelu.ts';
import { layerNorm } from '../../../runners/src/backend/ops/layer-norm.ts';
import { lstm } from '../../../runners/src/backend/ops/lstm.ts';
import { Heap } from '../../../runners/src/backend/wasm/heap.ts';
import { createRandom } from '../../../runners/src/random.ts';

/** Sizes tried of each kind of operation. */
const ROUNDS = 4;
const PARTS = [1, 2, 3, 5, 10];

const random = createRandom(1, 'any cut');
const between = (from: number, to: number) => from + random.int(to - from + 1);
const chance = () => random.int(2) === 1;
const oneOf = <T>(values: T[]) => values[random.int(values.length)];

function sample(...shape: number[]): Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  random.fillNormal(values);
  return tf.tensor(values, shape);
}

/** An operation of random size and its inputs, to which it is differentiated. */
type Case = [operation: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]];

function matMul(): Case {
  const [m, k, n] = [between(1, 70), between(1, 300), between(1, 70)];
  const [ta, tb] = [chance(), chance()];
  const batch = between(1, 5);
  const a = sample(oneOf([1, batch]), ...(ta ? [k, m] : [m, k]));
  const b = sample(oneOf([1, batch]), ...(tb ? [n, k] : [k, n]));
  return [(a, b) => tf.matMul(a, b, ta, tb), a, b];
}

function vectorProduct(): Case {
  const [m, k] = [between(1, 300), between(1, 300)];
  const ta = chance();
  return [(a, b) => tf.matMul(a, b, ta), sample(...(ta ? [k, m] : [m, k])), sample(k, 1)];
}

function reduction(): Case {
  const shape = Array.from({ length: between(1, 4) }, () => between(1, 20));
  const axes = shape.map((_, axis) => axis).filter(chance);
  return [(x) => (shape[0] % 2 ? tf.sum(x, axes) : tf.mean(x, axes)), sample(...shape)];
}

function convolution(): Case {
  const [channels, stride] = [between(1, 20), between(1, 3)];
  const dilation = stride === 1 ? between(1, 2) : 1;
  const x = sample(between(1, 9), between(5, 40), between(5, 40), channels);
  const taps = [between(1, 3), between(1, 3)];
  const isDepthwise = chance();
  const convolve = (isDepthwise ? tf.depthwiseConv2d : tf.conv2d) as typeof tf.conv2d;
  const filter = sample(...taps, channels, isDepthwise ? between(1, 2) : between(1, 20));
  const pad = oneOf(['same', 'valid'] as const);
  return [(x, w) => convolve(x as Tensor4D, w as Tensor4D, stride, pad, 'NHWC', dilation), x, filter];
}

function pooling(): Case {
  const [size, stride] = [between(1, 3), between(1, 3)];
  const pool = oneOf([tf.maxPool, tf.avgPool]);
  const x = sample(between(1, 9), between(3, 20), between(3, 20), between(1, 9));
  return [(x) => pool(x as Tensor4D, size, stride, 'same'), x];
}

function segments(): Case {
  const [count, width, number] = [between(1, 300), between(1, 40), between(1, 9)];
  const ids = Int32Array.from({ length: count }, () => random.int(number));
  return [(x) => tf.unsortedSegmentSum(x, tf.tensor1d(ids, 'int32'), number), sample(count, width)];
}

function batchNormalisation(): Case {
  const x = sample(between(1, 300), between(1, 3), between(1, 40));
  const channels = x.shape[2]!;
  return [(x, gain, bias) => batchNorm(x, gain, bias).y, x, sample(channels), sample(channels)];
}

function layerNormalisation(): Case {
  const x = sample(between(1, 9), between(1, 40), between(1, 70));
  const width = x.shape[2]!;
  return [(x, gain, bias) => layerNorm(x, gain, bias), x, sample(width), sample(width)];
}

function attentionHeads(): Case {
  const shape = [between(1, 3), between(1, 4), between(1, 150), between(1, 20)];
  return [(q, k, v) => attention(q as Tensor4D, k as Tensor4D, v as Tensor4D), sample(...shape), sample(...shape), sample(...shape)]; // prettier-ignore
}

function recurrence(): Case {
  const [features, units, reverse] = [between(1, 20), between(1, 20), chance()];
  const x = sample(between(1, 150), between(1, 6), features);
  const weights = [sample(features, 4 * units), sample(units, 4 * units), sample(4 * units)];
  const run = (x: Tensor, kernel: Tensor, recurrent: Tensor, bias: Tensor) =>
    lstm(x as Tensor3D, kernel as Tensor2D, recurrent as Tensor2D, bias as Tensor1D, { reverse });
  return [run as Case[0], x, ...weights];
}

function elementwise(): Case {
  const combine = oneOf([tf.add, tf.sub, tf.mul, tf.div, tf.maximum, tf.minimum]);
  const shape = [between(1, 9), between(1, 70), between(1, 20)];
  const other = shape.map((size) => oneOf([1, size]));
  return [(x, y) => combine(x, y), sample(...shape), sample(...other)];
}

function activation(): Case {
  const apply = oneOf([gelu, tf.exp, tf.erf, tf.tanh, tf.sigmoid, tf.relu, tf.square, tf.abs, tf.neg, tf.softmax]);
  return [(x) => (apply as (x: Tensor) => Tensor)(x), sample(between(1, 90), between(1, 70))];
}

function movement(): Case {
  const x = sample(between(2, 9), between(2, 20), between(2, 20), between(1, 5));
  const moves: ((x: Tensor) => Tensor)[] = [
    (x) => tf.transpose(x, [2, 0, 3, 1]),
    (x) => tf.slice(x, [1, 0, 1, 0], [1, 2, 1, 1]),
    (x) => tf.tile(x, [2, 1, 3, 1]),
    (x) => tf.reverse(x, [0, 2]),
    (x) => tf.stridedSlice(x, [0, 0, 1, 0], x.shape, [1, 2, 1, 1]),
  ];
  return [oneOf(moves), x];
}

const makers = {
  matMul,
  vectorProduct,
  reduction,
  convolution,
  pooling,
  segments,
  batchNormalisation,
  layerNormalisation,
  attentionHeads,
  recurrence,
  elementwise,
  activation,
  movement,
};

suite('work cut into jobs', () => {
  const { ranges } = Heap.prototype;
  let parts = 1;
  let cuts = 0;

  before(async () => {
    await loadBackend({ name: 'wasm', threads: 3 });
    // As for so many threads, and however small the work is.
    Heap.prototype.ranges = (count, _cost, unit = 1) => {
      const size = unit * Math.ceil(count / unit / parts);
      const found: [number, number][] = [];
      for (let first = 0; first < count; first += size) found.push([first, Math.min(count, first + size)]);
      if (found.length > 1) cuts++;
      return found;
    };
  });
  after(() => {
    Heap.prototype.ranges = ranges;
  });

  for (const [name, make] of Object.entries(makers)) {
    test(`${name}: values and gradients have the same bytes whatever the parts`, () => {
      cuts = 0;
      for (let round = 0; round < ROUNDS; round++) {
        tf.tidy(() => {
          const [operation, ...inputs] = make();
          parts = 1;
          const dy = sample(...operation(...inputs).shape);
          const all = PARTS.map((count) => {
            parts = count;
            const { value, grads } = tf.valueAndGrads(operation)(inputs, dy);
            return [value, ...grads].map((tensor) => Buffer.from(tensor.dataSync().buffer).toString('base64'));
          });
          const shapes = inputs.map(({ shape }) => `[${shape}]`).join(' ');
          for (const [i, bytes] of all.entries())
            assert.ok(bytes.join() === all[0].join(), `${shapes}, ${PARTS[i]} parts`);
        });
      }
      assert.ok(cuts > 0);
    });
  }
});
