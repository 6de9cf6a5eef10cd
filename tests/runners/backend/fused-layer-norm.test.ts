import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { layerNorm } from '../../../runners/src/backend/ops/layer-norm.ts';
import { testFused, type Values } from './fused.ts';

const reference = (epsilon: number) => (x: Values, gain: Values, bias: Values) => {
  const width = gain.length;
  return Array.from({ length: x.length / width }, (_, r) => {
    const row = Array.from({ length: width }, (_, i) => x[r * width + i]);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / width;
    return row.map((value, i) => (gain[i] * (value - mean)) / Math.sqrt(variance + epsilon) + bias[i]);
  }).flat();
};

const shapes = [[3, 8], [2, 5, 7], [40, 3], [1, 1], [2, 3, 4, 6], [9], [17, 66]];
testFused('layer normalisation', [
  ...shapes.map((shape) => ({
    name: `[${shape}]`,
    shapes: [shape, [shape.at(-1)!], [shape.at(-1)!]],
    operation: (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor) => layerNorm(x, gain, bias),
    reference: reference(1e-5),
  })),
  {
    name: 'a large epsilon',
    shapes: [[4, 6], [6], [6]],
    operation: (x, gain, bias) => layerNorm(x, gain, bias, 0.5),
    reference: reference(0.5),
  },
]);

test('layer normalisation refuses other shapes, none and integers', () => {
  const [x, four, three] = [tf.ones([2, 4]), tf.ones([4]), tf.ones([3])];
  assert.throws(() => layerNorm(x, three, four), /layerNorm: gain is \[3\], it must be \[4\]/);
  assert.throws(() => layerNorm(x, four, three), /layerNorm: bias is \[3\]/);
  assert.throws(() => layerNorm(tf.zeros([0, 4]), four, four), /layerNorm: x \[0,4\] is empty/);
  assert.throws(() => layerNorm(tf.cast(x, 'int32'), four, four), /layerNorm: x is int32/);
  assert.throws(() => layerNorm(tf.scalar(1), four, four), /layerNorm: x is a single number/);
});
