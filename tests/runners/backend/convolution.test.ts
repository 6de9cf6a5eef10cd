import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';

type Shape = [number, number, number, number];

interface Case {
  name: string;
  x: Shape;
  /** Rows, columns and output channels of the filter. */
  filter: [number, number, number];
  stride?: [number, number];
  dilation?: [number, number];
  pad?: 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];
}

const cases: Case[] = [
  { name: '3x3 same', x: [2, 7, 9, 3], filter: [3, 3, 5] },
  { name: 'channels of 4 and 8', x: [3, 8, 8, 8], filter: [3, 3, 16] },
  { name: '1x1', x: [1, 5, 3, 7], filter: [1, 1, 9] },
  { name: '1x1, stride 2', x: [2, 6, 7, 5], filter: [1, 1, 4], stride: [2, 2] },
  { name: 'stride above the kernel', x: [2, 11, 13, 3], filter: [2, 3, 6], stride: [3, 4], pad: 'valid' },
  { name: 'stride 2, valid', x: [1, 10, 9, 4], filter: [3, 5, 8], stride: [2, 2], pad: 'valid' },
  { name: 'stride 2, same', x: [2, 10, 9, 2], filter: [3, 5, 3], stride: [2, 2] },
  { name: 'strides that differ', x: [2, 10, 9, 2], filter: [5, 4, 3], stride: [3, 1] },
  { name: 'dilation, same', x: [2, 9, 11, 3], filter: [3, 3, 4], dilation: [2, 3] },
  { name: 'dilation beyond the image', x: [1, 4, 5, 2], filter: [3, 3, 4], dilation: [4, 5] },
  { name: 'dilation, valid', x: [2, 12, 11, 6], filter: [3, 2, 10], dilation: [3, 2], pad: 'valid' },
  {
    name: 'explicit padding',
    x: [2, 6, 5, 3],
    filter: [3, 3, 4],
    pad: [
      [0, 0],
      [2, 1],
      [0, 3],
      [0, 0],
    ],
  },
  {
    name: 'explicit padding, stride 2',
    x: [2, 6, 5, 3],
    filter: [3, 3, 4],
    stride: [2, 2],
    pad: [
      [0, 0],
      [2, 3],
      [1, 3],
      [0, 0],
    ],
  },
  { name: 'one output pixel', x: [5, 4, 4, 3], filter: [4, 4, 11], pad: 'valid' },
  { name: 'one channel, height 1', x: [2, 1, 70, 1], filter: [1, 9, 12] },
  { name: 'height 1, stride 2', x: [3, 1, 41, 5], filter: [1, 9, 7], stride: [1, 2] },
  { name: 'height 1, dilated', x: [2, 1, 41, 5], filter: [1, 3, 7], dilation: [1, 8] },
  { name: 'several units a row', x: [1, 2, 2600, 2], filter: [2, 3, 3] },
  { name: 'several units a column', x: [2, 50, 40, 12], filter: [3, 3, 9] },
  { name: 'several passes over the channels', x: [1, 2, 3, 201], filter: [3, 3, 202] },
];

let uses = 0;

function sample(shape: number[]): { shape: number[]; values: Float32Array } {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  createRandom(1, 'convolution', uses++).fillNormal(values);
  return { shape, values };
}
type Sample = ReturnType<typeof sample>;
const toTensor = ({ shape, values }: Sample) => tf.tensor4d(values, shape as Shape);

/** Calls `use` with the flat index of every input, tap and output that meet. */
function meetings(c: Case, out: Shape, before: [number, number], use: (x: number, w: number, y: number) => void): void {
  const [batch, height, width, channels] = c.x;
  const [rows, columns, outputs] = c.filter;
  const [sy, sx] = c.stride ?? [1, 1];
  const [dy, dx] = c.dilation ?? [1, 1];
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < out[1]; i++)
      for (let j = 0; j < out[2]; j++)
        for (let r = 0; r < rows; r++)
          for (let s = 0; s < columns; s++) {
            const y = i * sy + r * dy - before[0];
            const x = j * sx + s * dx - before[1];
            if (y < 0 || x < 0 || y >= height || x >= width) continue;
            for (let k = 0; k < channels; k++)
              for (let o = 0; o < outputs; o++) {
                const at = ((n * height + y) * width + x) * channels + k;
                use(
                  at,
                  ((r * columns + s) * channels + k) * outputs + o,
                  ((n * out[1] + i) * out[2] + j) * outputs + o,
                );
              }
          }
}

/** Output size and padding in front, by TensorFlow's rules. */
function geometry({ x, filter, stride = [1, 1], dilation = [1, 1], pad = 'same' }: Case) {
  const axes = [0, 1].map((axis) => {
    const span = (filter[axis] - 1) * dilation[axis] + 1;
    const size = x[axis + 1];
    if (pad === 'same') {
      const out = Math.ceil(size / stride[axis]);
      return { out, before: Math.floor(Math.max(0, (out - 1) * stride[axis] + span - size) / 2) };
    }
    const [first, last] = pad === 'valid' ? [0, 0] : pad[axis + 1];
    return { out: Math.floor((size + first + last - span) / stride[axis]) + 1, before: first };
  });
  const out: Shape = [x[0], axes[0].out, axes[1].out, filter[2]];
  return { out, before: axes.map((axis) => axis.before) as [number, number] };
}

function assertClose(actual: Tensor, expected: Float64Array, shape: number[], terms: number): void {
  assert.deepEqual(actual.shape, shape);
  const limit = 6e-7 * (4 + terms);
  for (const [i, value] of actual.dataSync().entries()) {
    assert.ok(Math.abs(value - expected[i]) <= limit, `element ${i}: ${value} instead of ${expected[i]}`);
  }
}

const convolution = (c: Case) => (x: Tensor, w: Tensor) =>
  tf.conv2d(x as Tensor4D, w as Tensor4D, c.stride ?? 1, c.pad ?? 'same', 'NHWC', c.dilation ?? 1);

for (const name of ['wasm', 'cpu'] as const) {
  describe(`convolution on ${name}`, () => {
    before(() => loadBackend({ name }));

    for (const c of cases) {
      // Plain JavaScript is slow, and only the gradient of a dilated convolution is ours there.
      if (name === 'cpu' && !c.dilation) continue;
      test(`${c.name}: output and both gradients`, async () => {
        await tf.setBackend(name);
        const filterShape = [c.filter[0], c.filter[1], c.x[3], c.filter[2]];
        const { out, before } = geometry(c);
        const [x, w, g] = [sample(c.x), sample(filterShape), sample(out)];
        const [y, dx, dw] = [g, x, w].map(({ values }) => new Float64Array(values.length));
        meetings(c, out, before, (i, j, k) => {
          y[k] += x.values[i] * w.values[j];
          dx[i] += g.values[k] * w.values[j];
          dw[j] += g.values[k] * x.values[i];
        });
        const tensors = tf.memory().numTensors;
        tf.tidy(() => {
          const terms = filterShape[0] * filterShape[1] * Math.max(...c.x.slice(3), c.filter[2]);
          assertClose(convolution(c)(toTensor(x), toTensor(w)), y, out, terms);
          const [gx, gw] = tf.grads(convolution(c))([toTensor(x), toTensor(w)], toTensor(g));
          assertClose(gx, dx, c.x, terms);
          assertClose(gw, dw, filterShape, out[0] * out[1] * out[2]);
        });
        assert.equal(tf.memory().numTensors, tensors);
      });
    }

    test('the fused convolution and its gradients are those of the plain operations, dilated too', async () => {
      await tf.setBackend(name);
      for (const dilations of [1, 2]) {
        for (const activation of ['linear', 'relu'] as const) {
          const [x, w, b] = [sample([2, 6, 7, 3]), sample([3, 3, 3, 5]), sample([5])];
          tf.tidy(() => {
            const inputs = [toTensor(x), toTensor(w), tf.tensor1d(b.values)];
            const settings = { strides: 1, pad: 'same', dilations, activation } as const;
            const fused = (x: Tensor, filter: Tensor, bias: Tensor) =>
              tf.fused.conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, bias, ...settings });
            const plain = (x: Tensor, filter: Tensor, bias: Tensor) => {
              const y = tf.add(tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', dilations), bias);
              return activation === 'relu' ? tf.relu(y) : y;
            };
            const [a, c] = [inputs, inputs] as [Tensor, Tensor, Tensor][];
            assert.deepEqual(fused(...a).dataSync(), plain(...c).dataSync());
            const [actual, expected] = [fused, plain].map((f) =>
              tf
                .grads(f)(inputs)
                .map((t) => t.dataSync()),
            );
            assert.deepEqual(actual, expected);
          });
        }
      }
    });
  });
}

describe('convolution on wasm', () => {
  before(async () => {
    await loadBackend({ name: 'wasm' });
    await tf.setBackend('wasm');
  });

  test('the transposed convolution is the gradient to the input', () => {
    tf.tidy(() => {
      const [dy, w] = [toTensor(sample([2, 6, 5, 4])), toTensor(sample([3, 3, 2, 4]))];
      const gradient = tf.grad((x) => tf.conv2d(x as Tensor4D, w, 2, 'same'))(tf.zeros([2, 12, 10, 2]), dy);
      assert.deepEqual(tf.conv2dTranspose(dy, w, [2, 12, 10, 2], 2, 'same').dataSync(), gradient.dataSync());
    });
  });

  test('an image has the bytes it has in a batch', () => {
    tf.tidy(() => {
      const [x, w] = [toTensor(sample([5, 40, 31, 12])), toTensor(sample([3, 3, 12, 9]))];
      const whole = tf.slice(tf.conv2d(x, w, 1, 'same'), [3, 0, 0, 0], [1, 40, 31, 9]);
      assert.deepEqual(
        tf.conv2d(tf.slice(x, [3, 0, 0, 0], [1, 40, 31, 12]), w, 1, 'same').dataSync(),
        whole.dataSync(),
      );
    });
  });

  test('an order of axes other than NHWC and other types are refused', () => {
    tf.tidy(() => {
      const w = tf.ones([1, 1, 2, 2]) as Tensor4D;
      assert.throws(() => tf.conv2d(tf.ones([1, 2, 3, 3]) as Tensor4D, w, 1, 'same', 'NCHW'), /NHWC, not NCHW/);
    });
  });

  test('no image at all gives an empty output and a gradient of zeros', () => {
    tf.tidy(() => {
      const w = tf.ones([3, 3, 2, 4]) as Tensor4D;
      const empty = tf.zeros([0, 5, 5, 2]) as Tensor4D;
      assert.deepEqual(tf.conv2d(empty, w, 1, 'same').shape, [0, 5, 5, 4]);
      const gradient = tf.grad((filter) => tf.conv2d(empty, filter as Tensor4D, 1, 'same'))(w);
      assert.deepEqual([...gradient.dataSync()], new Array(72).fill(0));
    });
  });
});
