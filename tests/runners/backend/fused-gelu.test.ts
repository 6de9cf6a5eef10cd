import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { gelu } from '../../../runners/src/backend/ops/gelu.ts';
import { erf } from '../../../runners/src/math.ts';
import { testFused, type Values } from './fused.ts';

const reference = (x: Values) => Array.from(x, (value) => 0.5 * value * (1 + erf(value * Math.SQRT1_2)));

testFused(
  'GELU',
  [[5], [4, 4], [3, 7, 2], [1]].flatMap((shape) =>
    [0.1, 1, 4].map((spread) => ({
      name: `[${shape}], spread ${spread}`,
      shapes: [shape],
      spread,
      operation: (x: tf.Tensor) => gelu(x),
      reference,
    })),
  ),
);

test('GELU far out is the identity or nothing, and keeps NaN', () => {
  const values = gelu(tf.tensor1d([30, -30, 1e30, -1e30, 0, NaN])).dataSync();
  assert.deepEqual(
    [...values].map((value) => value + 0),
    [30, 0, Math.fround(1e30), 0, 0, NaN],
  );
  assert.throws(() => gelu(tf.zeros([0])), /gelu: x \[0\] is empty/);
});
