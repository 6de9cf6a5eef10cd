/** Values that are no numbers show where they come from and nowhere else: a run that diverges must not hide it. */
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';

before(() => loadBackend({ name: 'wasm' }));

suite('infinities and NaN', () => {
  for (const depth of [1, 2, 3, 4, 5, 6, 7, 8]) {
    test(`a product of inner size ${depth} with an infinite element is infinite, whichever kernel takes it`, () => {
      tf.tidy(() => {
        const left = tf.ones([3, depth]) as tf.Tensor2D;
        for (let k = 0; k < depth; k++) {
          const right = tf.buffer([depth, 5], 'float32', new Float32Array(5 * depth).fill(1));
          right.set(Infinity, k, 2);
          const expected = [depth, depth, Infinity, depth, depth];
          const matrix = right.toTensor() as tf.Tensor2D;
          assert.deepEqual([...tf.matMul(tf.slice(left, 0, 1), matrix).dataSync()], expected, 'one row');
          assert.deepEqual([...tf.matMul(left, matrix).dataSync()].slice(0, 5), expected, 'rows');
          const column = tf.ones([depth, 1]) as tf.Tensor2D;
          assert.deepEqual([...tf.matMul(matrix, column, true).dataSync()], expected, 'one column');
        }
      });
    });
  }

  const cases: [string, (x: tf.Tensor) => tf.Tensor, number[]][] = [
    ['relu', tf.relu, [NaN, Infinity, 0, 1]],
    ['exp', tf.exp, [NaN, Infinity, 0, Math.fround(2.7182817459106445)]],
    ['sigmoid', (x) => tf.sigmoid(tf.mul(x, 1000)), [NaN, 1, 0, 1]],
    ['tanh', (x) => tf.tanh(tf.mul(x, 1000)), [NaN, 1, -1, 1]],
    ['erf', (x) => tf.erf(tf.mul(x, 1000)), [NaN, 1, -1, 1]],
    ['a quotient by zero', (x) => tf.div(x, 0), [NaN, Infinity, -Infinity, Infinity]],
    ['softmax of rows', (x) => tf.reshape(tf.softmax(tf.reshape(x, [2, 2])), [4]), [NaN, NaN, 0, 1]],
    ['softmax of -infinity alone', (x) => tf.softmax(tf.fill([x.size], -Infinity)), [NaN, NaN, NaN, NaN]],
  ];
  for (const [name, operation, expected] of cases) {
    test(name, () => {
      const values = tf.tidy(() => operation(tf.tensor1d([NaN, Infinity, -Infinity, 1])).dataSync());
      assert.deepEqual([...values], expected);
    });
  }
});
