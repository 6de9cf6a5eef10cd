import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { lstm } from '../../../runners/src/backend/ops/lstm.ts';
import { exp, tanh } from '../../../runners/src/math.ts';
import { testFused, type Values } from './fused.ts';

const sigmoid = (x: number) => 1 / (1 + exp(-x));

interface Sizes {
  batch: number;
  steps: number;
  features: number;
  units: number;
  reverse: boolean;
}

const reference =
  ({ batch, steps, features, units, reverse }: Sizes) =>
  (x: Values, kernel: Values, recurrent: Values, bias: Values) => {
    const out = new Array<number>(batch * steps * units);
    for (let b = 0; b < batch; b++) {
      let [hidden, cell] = [new Array<number>(units).fill(0), new Array<number>(units).fill(0)];
      for (let k = 0; k < steps; k++) {
        const at = b * steps + (reverse ? steps - 1 - k : k);
        const sum = (column: number) => {
          let z = bias[column];
          for (let p = 0; p < features; p++) z += x[at * features + p] * kernel[p * 4 * units + column];
          for (let p = 0; p < units; p++) z += hidden[p] * recurrent[p * 4 * units + column];
          return z;
        };
        const before = cell;
        cell = before.map((c, u) => sigmoid(sum(units + u)) * c + sigmoid(sum(u)) * tanh(sum(2 * units + u)));
        hidden = cell.map((c, u) => sigmoid(sum(3 * units + u)) * tanh(c));
        for (let u = 0; u < units; u++) out[at * units + u] = hidden[u];
      }
    }
    return out;
  };

const sizes = [
  [1, 1, 1, 1],
  [3, 1, 2, 4],
  [2, 3, 5, 4],
  [5, 4, 3, 3],
  [4, 6, 2, 5],
  // More rows than go through time together.
  [67, 2, 1, 2],
];

testFused(
  'LSTM',
  sizes.flatMap(([batch, steps, features, units]) =>
    [false, true].map((reverse) => ({
      name: `batch ${batch}, ${steps} steps of ${features}, ${units} units${reverse ? ', reverse' : ''}`,
      shapes: [[batch, steps, features], [features, 4 * units], [units, 4 * units], [4 * units]],
      operation: (x: Tensor, kernel: Tensor, recurrent: Tensor, bias: Tensor) =>
        lstm(x as Tensor3D, kernel as Tensor2D, recurrent as Tensor2D, bias as Tensor1D, { reverse }),
      reference: reference({ batch, steps, features, units, reverse }),
      tolerance: 4e-6,
    })),
  ),
);

test('the LSTM of tf.layers gives the same', () => {
  tf.tidy(() => {
    const layer = tf.layers.lstm({ units: 6, returnSequences: true, recurrentActivation: 'sigmoid' });
    const x = tf.randomNormal<tf.Rank.R3>([3, 7, 5], 0, 1, 'float32', 1);
    const expected = (layer.apply(x) as Tensor).dataSync();
    const [kernel, recurrent, bias] = layer.getWeights() as [Tensor2D, Tensor2D, Tensor1D];
    const actual = lstm(x, kernel, recurrent, bias).dataSync();
    for (const [i, value] of expected.entries()) assert.ok(Math.abs(actual[i] - value) < 1e-6, `${i}`);
    layer.dispose();
  });
});

test('the LSTM refuses weights that do not fit', () => {
  const x = tf.ones<tf.Rank.R3>([2, 3, 5]);
  const [kernel, recurrent, bias] = [
    tf.ones<tf.Rank.R2>([5, 8]),
    tf.ones<tf.Rank.R2>([2, 8]),
    tf.ones<tf.Rank.R1>([8]),
  ];
  const other = tf.ones<tf.Rank.R2>([4, 8]);
  assert.throws(() => lstm(x, other, recurrent, bias), /lstm: kernel is \[4,8\], it must be \[5,8\]/);
  assert.throws(() => lstm(x, kernel, other, bias), /lstm: kernel is \[5,8\], it must be \[5,16\]/);
  assert.throws(() => lstm(x, kernel, recurrent, tf.ones([4])), /lstm: bias is \[4\], it must be \[8\]/);
  assert.throws(() => lstm(tf.zeros([2, 0, 5]), kernel, recurrent, bias), /lstm: x \[2,0,5\] is empty/);
});
