import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { exp } from '../../../runners/src/math.ts';
import { testFused, type Values } from './fused.ts';

const reference = (width: number) => (x: Values) =>
  Array.from({ length: x.length / width }, (_, r) => {
    const row = Array.from({ length: width }, (_, i) => x[r * width + i]);
    const highest = row.reduce((top, value) => Math.max(top, value), -Infinity);
    const powers = row.map((value) => exp(value - highest));
    const sum = powers.reduce((total, value) => total + value, 0);
    return powers.map((value) => value / sum);
  }).flat();

testFused(
  'softmax',
  [[5], [4, 4], [3, 7, 2], [6, 1], [2, 3, 5, 9], [3, 65]].flatMap((shape) =>
    [0.1, 1, 3].map((spread) => ({
      name: `[${shape}], spread ${spread}`,
      shapes: [shape],
      spread,
      operation: (x: tf.Tensor) => tf.softmax(x),
      reference: reference(shape.at(-1)!),
    })),
  ),
);

test('softmax of far values and of infinite ones', () => {
  const softmax = (values: number[]) => [...tf.softmax(tf.tensor1d(values)).dataSync()];
  assert.deepEqual(softmax([1000, 0, -1000, 1000, 0]), [0.5, 0, 0, 0.5, 0]);
  assert.deepEqual(softmax([0, -Infinity, 0]), [0.5, 0, 0.5]);
  for (const at of [0, 2, 4]) {
    const values = [0, 1, 2, 3, 4].map((value) => (value === at ? NaN : value));
    assert.deepEqual(softmax(values), [NaN, NaN, NaN, NaN, NaN]);
  }
  // The largest is in one lane after the other.
  for (let i = 0; i < 8; i++) {
    const values = Array.from({ length: 8 }, (_, j) => (i === j ? 500 : -500));
    assert.deepEqual(
      softmax(values),
      values.map((value) => Number(value > 0)),
    );
  }
  assert.deepEqual(tf.softmax(tf.zeros([3, 0])).shape, [3, 0]);
});
