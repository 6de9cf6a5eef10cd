import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';

type Shape = [number, number, number, number];
interface Case {
  x: Shape;
  window: [number, number];
  stride: [number, number];
  pad: 'same' | 'valid';
  dilation?: [number, number];
}

const cases: Case[] = [
  { x: [2, 9, 9, 5], window: [2, 2], stride: [2, 2], pad: 'same' },
  { x: [1, 7, 8, 4], window: [3, 3], stride: [1, 1], pad: 'same' },
  { x: [3, 7, 10, 8], window: [3, 2], stride: [3, 1], pad: 'same' },
  { x: [2, 8, 7, 6], window: [2, 3], stride: [2, 2], pad: 'valid' },
  { x: [2, 1, 20, 3], window: [1, 3], stride: [1, 2], pad: 'same' },
  { x: [1, 9, 9, 1], window: [2, 2], stride: [4, 5], pad: 'valid' },
];

let uses = 0;

/** Values around -3: no window has a maximum above zero. */
function sample(shape: number[], shift = -3): Float32Array {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  createRandom(1, 'pooling', uses++).fillNormal(values);
  return values.map((value) => Math.min(value + shift, shift + 2.5));
}

/** For each output the output's flat index without channels and those of its window's taps inside the image. */
function windows({ x, window, stride, pad, dilation = [1, 1] }: Case) {
  const [batch, height, width] = x;
  const [rows, columns] = [0, 1].map((axis) => {
    const span = (window[axis] - 1) * dilation[axis] + 1;
    const size = x[axis + 1];
    const out = pad === 'same' ? Math.ceil(size / stride[axis]) : Math.floor((size - span) / stride[axis]) + 1;
    return { out, before: pad === 'same' ? Math.floor(Math.max(0, (out - 1) * stride[axis] + span - size) / 2) : 0 };
  });
  const found: { output: number; taps: { at: number; tap: number }[] }[] = [];
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < rows.out; i++)
      for (let j = 0; j < columns.out; j++) {
        const taps = [];
        for (let r = 0; r < window[0]; r++)
          for (let s = 0; s < window[1]; s++) {
            const y = i * stride[0] + r * dilation[0] - rows.before;
            const z = j * stride[1] + s * dilation[1] - columns.before;
            if (y < 0 || z < 0 || y >= height || z >= width) continue;
            taps.push({ at: (n * height + y) * width + z, tap: r * window[1] + s });
          }
        found.push({ output: found.length, taps });
      }
  return { found, shape: [batch, rows.out, columns.out] };
}

function assertClose(actual: Tensor, expected: ArrayLike<number>, limit = 2e-5): void {
  const values = actual.dataSync();
  assert.equal(values.length, expected.length);
  for (const [i, value] of values.entries()) {
    assert.ok(Math.abs(value - expected[i]) <= limit, `element ${i}: ${value} instead of ${expected[i]}`);
  }
}

function withoutLeak(body: () => void): void {
  const tensors = tf.memory().numTensors;
  tf.tidy(body);
  assert.equal(tf.memory().numTensors, tensors);
}

describe('pooling on wasm', () => {
  before(async () => {
    await loadBackend({ name: 'wasm' });
  });

  for (const c of cases) {
    const name = `[${c.x}], window ${c.window}, stride ${c.stride}, ${c.pad}`;
    const channels = c.x[3];

    test(`maximum and its gradient, all values below zero: ${name}`, () => {
      const { found, shape } = windows(c);
      const x = sample(c.x);
      const dy = sample([...shape, channels], 0);
      const [y, dx] = [new Float64Array(dy.length), new Float64Array(x.length)];
      for (const { output, taps } of found)
        for (let k = 0; k < channels; k++) {
          const best = taps.reduce((a, b) => (x[b.at * channels + k] > x[a.at * channels + k] ? b : a));
          y[output * channels + k] = x[best.at * channels + k];
          dx[best.at * channels + k] += dy[output * channels + k];
        }
      withoutLeak(() => {
        const pool = (image: Tensor) => tf.maxPool(image as Tensor4D, c.window, c.stride, c.pad);
        const image = tf.tensor4d(x, c.x);
        assertClose(pool(image), y, 0);
        assertClose(tf.grad(pool)(image, tf.tensor(dy, [...shape, channels])), dx);
      });
    });

    test(`mean over the image's part of a window and its gradient: ${name}`, () => {
      const { found, shape } = windows(c);
      const x = sample(c.x);
      const dy = sample([...shape, channels], 0);
      const [y, dx] = [new Float64Array(dy.length), new Float64Array(x.length)];
      for (const { output, taps } of found)
        for (let k = 0; k < channels; k++)
          for (const { at } of taps) {
            y[output * channels + k] += x[at * channels + k] / taps.length;
            dx[at * channels + k] += dy[output * channels + k] / taps.length;
          }
      withoutLeak(() => {
        const pool = (image: Tensor) => tf.avgPool(image as Tensor4D, c.window, c.stride, c.pad);
        const image = tf.tensor4d(x, c.x);
        assertClose(pool(image), y);
        assertClose(tf.grad(pool)(image, tf.tensor(dy, [...shape, channels])), dx);
      });
    });
  }

  test('of equal values the first takes the gradient', () => {
    withoutLeak(() => {
      const pool = (image: Tensor) => tf.maxPool(image as Tensor4D, 2, 2, 'valid');
      for (const channels of [1, 4]) {
        const gradient = tf.grad(pool)(tf.zeros([1, 2, 2, channels]), tf.ones([1, 1, 1, channels]));
        const expected = [1, 0, 0, 0].flatMap((value) => new Array<number>(channels).fill(value));
        assert.deepEqual([...gradient.dataSync()], expected);
      }
    });
  });
});

const depthwise: (Case & { multiplier: number })[] = [
  { x: [2, 8, 9, 3], window: [3, 3], stride: [1, 1], pad: 'same', multiplier: 2 },
  { x: [1, 9, 8, 5], window: [3, 2], stride: [2, 3], pad: 'same', multiplier: 1 },
  { x: [2, 9, 8, 8], window: [3, 3], stride: [1, 1], pad: 'valid', multiplier: 1 },
  { x: [2, 9, 8, 6], window: [3, 3], stride: [1, 1], pad: 'same', dilation: [2, 3], multiplier: 1 },
  { x: [2, 9, 8, 2], window: [2, 3], stride: [1, 1], pad: 'valid', dilation: [3, 2], multiplier: 3 },
  { x: [2, 7, 7, 4], window: [1, 1], stride: [2, 2], pad: 'same', multiplier: 1 },
];

for (const name of ['wasm', 'cpu'] as const) {
  describe(`depthwise convolution on ${name}`, () => {
    before(async () => {
      await loadBackend({ name });
    });

    for (const c of depthwise) {
      const { x: shapeX, window, stride, pad, dilation = [1, 1], multiplier } = c;
      test(`[${shapeX}] x ${multiplier}, window ${window}, stride ${stride}, dilation ${dilation}, ${pad}`, async () => {
        await tf.setBackend(name);
        const { found, shape } = windows(c);
        const channels = shapeX[3];
        const outputs = channels * multiplier;
        const shapeW = [...window, channels, multiplier] as Shape;
        const [x, w, dy] = [sample(shapeX, 0), sample(shapeW, 0), sample([...shape, outputs], 0)];
        const [y, dx, dw] = [dy, x, w].map(({ length }) => new Float64Array(length));
        for (const { output, taps } of found)
          for (const { at, tap } of taps)
            for (let o = 0; o < outputs; o++) {
              const from = at * channels + Math.floor(o / multiplier);
              y[output * outputs + o] += x[from] * w[tap * outputs + o];
              dx[from] += dy[output * outputs + o] * w[tap * outputs + o];
              dw[tap * outputs + o] += dy[output * outputs + o] * x[from];
            }
        withoutLeak(() => {
          const convolve = (image: Tensor, filter: Tensor) =>
            tf.depthwiseConv2d(image as Tensor4D, filter as Tensor4D, stride, pad, 'NHWC', dilation);
          const inputs = [tf.tensor4d(x, shapeX), tf.tensor4d(w, shapeW)];
          assertClose(convolve(inputs[0], inputs[1]), y);
          const [gx, gw] = tf.grads(convolve)(inputs, tf.tensor(dy, [...shape, outputs]));
          assertClose(gx, dx);
          assertClose(gw, dw);
        });
      });
    }

    test('the fused one and its gradients are those of the plain operations, dilated too', async () => {
      await tf.setBackend(name);
      for (const dilations of [1, 2]) {
        withoutLeak(() => {
          const inputs = [
            tf.tensor4d(sample([1, 6, 5, 4]), [1, 6, 5, 4]),
            tf.tensor4d(sample([3, 3, 4, 1]), [3, 3, 4, 1]),
          ];
          const bias = tf.tensor1d([1, 2, 3, 4]);
          const fused = (x: Tensor, filter: Tensor) =>
            tf.fused.depthwiseConv2d({
              ...{ x: x as Tensor4D, filter: filter as Tensor4D, bias },
              ...{ strides: 1, pad: 'same', dilations },
            });
          const plain = (x: Tensor, filter: Tensor) =>
            tf.add(tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', dilations), bias);
          assertClose(fused(inputs[0], inputs[1]), plain(inputs[0], inputs[1]).dataSync());
          const expected = tf.grads(plain)(inputs);
          for (const [i, gradient] of tf.grads(fused)(inputs).entries()) assertClose(gradient, expected[i].dataSync());
        });
      }
    });
  });
}
