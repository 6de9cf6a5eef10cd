import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { batchNorm } from '../../../runners/src/backend/ops/batch-norm.ts';
import { createRandom } from '../../../runners/src/random.ts';

let uses = 0;

function sample(length: number, shift = 0): Float32Array {
  const values = new Float32Array(length);
  createRandom(1, 'batch-norm', uses++).fillNormal(values);
  return values.map((value) => value + shift);
}

interface Inputs {
  rows: number;
  channels: number;
  x: ArrayLike<number>;
  gain: ArrayLike<number>;
  bias: ArrayLike<number>;
}

/** Plain double-precision loops. */
function reference({ rows, channels, x, gain, bias }: Inputs, dy: ArrayLike<number>, epsilon: number) {
  const column = (values: ArrayLike<number>, c: number) =>
    Array.from({ length: rows }, (_, r) => values[r * channels + c]);
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / rows;
  const [y, dx] = [new Float64Array(rows * channels), new Float64Array(rows * channels)];
  const [mean, variance, dgain, dbias] = Array.from({ length: 4 }, () => new Float64Array(channels));
  for (let c = 0; c < channels; c++) {
    const values = column(x, c);
    const upstream = column(dy, c);
    mean[c] = average(values);
    variance[c] = average(values.map((value) => (value - mean[c]) * (value - mean[c])));
    const deviation = Math.sqrt(variance[c] + epsilon);
    const normal = values.map((value) => (value - mean[c]) / deviation);
    dbias[c] = rows * average(upstream);
    dgain[c] = rows * average(upstream.map((value, r) => value * normal[r]));
    for (let r = 0; r < rows; r++) {
      y[r * channels + c] = normal[r] * gain[c] + bias[c];
      const along = dbias[c] / rows + (normal[r] * dgain[c]) / rows;
      dx[r * channels + c] = (gain[c] / deviation) * (upstream[r] - along);
    }
  }
  return { y, mean, variance, dx, dgain, dbias };
}

function assertClose(actual: Tensor, expected: ArrayLike<number>, limit: number): void {
  const values = actual.dataSync();
  assert.equal(values.length, expected.length);
  for (const [i, value] of values.entries()) {
    assert.ok(Math.abs(value - expected[i]) <= limit, `element ${i}: ${value} instead of ${expected[i]}`);
  }
}

for (const name of ['wasm', 'cpu'] as const) {
  describe(`batch norm on ${name}`, () => {
    before(() => loadBackend({ name }));

    for (const [shape, shift] of [
      [[4, 5, 6, 8], 0],
      [[7, 3], 2],
      [[1, 9, 5], -1],
      [[50, 13], 30],
      [[2, 1], 0],
    ] as [number[], number][]) {
      test(`[${shape}], values around ${shift}: output, moments and gradients`, async () => {
        await tf.setBackend(name);
        const channels = shape.at(-1)!;
        const rows = shape.reduce((product, n) => product * n, 1) / channels;
        const [x, dy] = [sample(rows * channels, shift), sample(rows * channels)];
        const [gain, bias] = [sample(channels, 1), sample(channels)];
        const expected = reference({ rows, channels, x, gain, bias }, dy, 1e-3);
        const tensors = tf.memory().numTensors;
        tf.tidy(() => {
          const inputs = [tf.tensor(x, shape), tf.tensor1d(gain), tf.tensor1d(bias)];
          const { y, mean, variance } = batchNorm(inputs[0], inputs[1], inputs[2]);
          assert.deepEqual(y.shape, shape);
          const limit = 1e-5 * (2 + Math.abs(shift));
          assertClose(y, expected.y, limit);
          assertClose(mean, expected.mean, limit);
          assertClose(variance, expected.variance, limit);
          const normalise = (...args: Tensor[]) => batchNorm(args[0], args[1], args[2]).y;
          const [dx, dgain, dbias] = tf.grads(normalise)(inputs, tf.tensor(dy, shape));
          assertClose(dx, expected.dx, 4 * limit);
          assertClose(dgain, expected.dgain, 20 * limit);
          assertClose(dbias, expected.dbias, limit);
        });
        assert.equal(tf.memory().numTensors, tensors);
      });
    }

    test('the operation of tfjs, with moments, has the same output and gradients', async () => {
      await tf.setBackend(name);
      tf.tidy(() => {
        const inputs = [tf.tensor(sample(60 * 6, 1), [3, 4, 5, 6]), tf.tensor1d(sample(6, 1)), tf.tensor1d(sample(6))];
        const dy = tf.tensor(sample(60 * 6), [3, 4, 5, 6]);
        const ours = (x: Tensor, gain: Tensor, bias: Tensor) => batchNorm(x, gain, bias).y;
        const theirs = (x: Tensor, gain: Tensor, bias: Tensor) => {
          const { mean, variance } = tf.moments(x, [0, 1, 2]);
          return tf.batchNorm(
            x,
            mean as tf.Tensor1D,
            variance as tf.Tensor1D,
            bias as tf.Tensor1D,
            gain as tf.Tensor1D,
          );
        };
        const expected = tf.grads(theirs)(inputs, dy);
        assertClose(ours(inputs[0], inputs[1], inputs[2]), theirs(inputs[0], inputs[1], inputs[2]).dataSync(), 1e-5);
        for (const [i, gradient] of tf.grads(ours)(inputs, dy).entries()) {
          assertClose(gradient, expected[i].dataSync(), 1e-4);
        }
      });
    });

    test('wrong shapes are named', async () => {
      await tf.setBackend(name);
      tf.tidy(() => {
        const wrong = () => batchNorm(tf.ones([4, 3]), tf.ones([4]), tf.ones([3]));
        assert.throws(wrong, /batchNorm: gain is \[4\], it must be \[3\]/);
      });
    });
  });
}
