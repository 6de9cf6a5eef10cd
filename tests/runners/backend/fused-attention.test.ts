import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { attention } from '../../../runners/src/backend/ops/attention.ts';
import { exp } from '../../../runners/src/math.ts';
import { testFused, type Values } from './fused.ts';

const reference = (tokens: number, d: number) => (q: Values, k: Values, v: Values) => {
  const out = new Array<number>(q.length).fill(0);
  for (let head = 0; head < q.length; head += tokens * d) {
    for (let i = 0; i < tokens; i++) {
      const powers = Array.from({ length: tokens }, (_, j) => {
        let score = 0;
        for (let p = 0; p < d; p++) score += q[head + i * d + p] * k[head + j * d + p];
        return exp(score / Math.sqrt(d));
      });
      const sum = powers.reduce((total, value) => total + value, 0);
      for (let p = 0; p < d; p++) {
        for (let j = 0; j < tokens; j++) out[head + i * d + p] += (powers[j] / sum) * v[head + j * d + p];
      }
    }
  }
  return out;
};

testFused(
  'attention',
  [
    [1, 1, 1, 1],
    [2, 3, 4, 8],
    [1, 2, 5, 3],
    [2, 1, 9, 5],
    // More than one block of queries.
    [1, 1, 67, 2],
  ].map((shape) => ({
    name: `[${shape}]`,
    shapes: [shape, shape, shape],
    operation: (q: Tensor, k: Tensor, v: Tensor) => attention(q as Tensor4D, k as Tensor4D, v as Tensor4D),
    reference: reference(shape[2], shape[3]),
    tolerance: 4e-6,
  })),
);

test('attention refuses inputs of different shapes', () => {
  const [q, k] = [tf.ones<tf.Rank.R4>([1, 1, 3, 2]), tf.ones<tf.Rank.R4>([1, 1, 4, 2])];
  assert.throws(() => attention(q, k, q), /attention: k is \[1,1,4,2\], it must be \[1,1,3,2\]/);
});
