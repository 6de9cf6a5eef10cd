import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';

type Operation = (...inputs: Tensor[]) => Tensor;

/** Gradients that tfjs lacks or gets wrong; polynomials of low degree, so that a large step is exact. */
const cases: [string, Operation, number[][]][] = [
  ['maximum, broadcast', (a, b) => tf.maximum(a, b), [[5, 1, 7], [4, 7]]],
  ['minimum, broadcast', (a, b) => tf.minimum(a, b), [[5, 1, 7], [4, 7]]],
  ['squaredDifference, broadcast', (a, b) => tf.squaredDifference(a, b), [[5, 1, 7], [4, 7]]],
  ['where on a comparison', (x, y) => tf.where(tf.greater(x, 0), tf.square(x), y), [[5, 7], [5, 7]]],
  ['a mask by a comparison', (x) => tf.mul(x, tf.cast(tf.lessEqual(x, 0.5), 'float32')), [[5, 6]]],
  ['cumsum along the first axis', (x) => tf.cumsum(x, 0, true, true), [[5, 7]]],
  ['cumsum along the middle axis', (x) => tf.cumsum(x, 1), [[2, 5, 3]]],
  ['stridedSlice', (x) => tf.stridedSlice(x, [4, 1], [0, 7], [-2, 2]), [[5, 7]]],
  ['gatherND, an element twice', (x) => tf.gatherND(x, tf.tensor2d([[0, 1], [2, 2], [0, 1]], [3, 2], 'int32')), [[6, 4]]],
  ['sum over the outer axes', (x) => tf.sum(x, [0, 2]), [[3, 4, 2]]],
  ['mean over the middle axis', (x) => tf.mean(x, 1), [[3, 4, 2]]],
  ['mean of all, axes kept', (x) => tf.mean(tf.square(x), undefined, true), [[3, 4]]],
  ['einsum, batched product', (a, b) => tf.einsum('bhqd,bhkd->bhqk', a, b), [[2, 3, 4, 5], [2, 3, 6, 5]]],
  ['einsum, tensor product', (a, b) => tf.einsum('abc,cde->abde', a, b), [[2, 3, 4], [4, 5, 2]]],
  ['einsum, axes summed away', (a, b) => tf.einsum('abc,bd->d', a, b), [[2, 3, 4], [3, 2]]],
  ['einsum, one tensor', (a) => tf.einsum('abc->ca', a), [[2, 3, 4]]],
  ['einsum, outer product', (a, b) => tf.einsum('a,b->ba', a, b), [[3], [4]]],
]; // prettier-ignore

/** Values that keep 0.05 from 0 and 0.5, and from one another by chance, where comparisons turn over. */
function sample(shape: number[], use: number): Float32Array {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  createRandom(1, 'gradients', use + 1).fillNormal(values);
  return values.map((value) => (Math.round(8 * value) + 0.5) / 8 + use / 32);
}

for (const name of ['wasm', 'cpu'] as const) {
  describe(`gradients on ${name}`, () => {
    before(() => loadBackend({ name }));

    for (const [title, operation, shapes] of cases) {
      // tfjs's own kernel, in plain JavaScript, takes no axis that one tensor alone has.
      if (name === 'cpu' && title === 'einsum, axes summed away') continue;
      test(`${title}: as by finite differences`, async () => {
        await tf.setBackend(name);
        const values = shapes.map(sample);
        const tensors = tf.memory().numTensors;
        tf.tidy(() => {
          const inputs = values.map((list, i) => tf.tensor(list, shapes[i]));
          const size = operation(...inputs).size;
          const weights = sample([size], 9);
          const loss = (...args: Tensor[]) => {
            return operation(...args)
              .dataSync<'float32'>()
              .reduce((sum, value, i) => sum + value * weights[i], 0);
          };
          const dy = tf.reshape(tf.tensor1d(weights), operation(...inputs).shape);
          const gradients = tf.grads(operation)(inputs, dy);
          for (const [k, gradient] of gradients.entries()) {
            for (const [i, found] of gradient.dataSync().entries()) {
              const [high, low] = [1 / 128, -1 / 128].map((step) => {
                const moved = values[k].map((value, j) => (i === j ? value + step : value));
                return tf.tidy(() => loss(...inputs.map((x, j) => (j === k ? tf.tensor(moved, shapes[k]) : x))));
              });
              const difference = (high - low) * 64;
              assert.ok(Math.abs(found - difference) < 2e-3, `input ${k}, ${i}: ${found} instead of ${difference}`);
            }
          }
        });
        assert.equal(tf.memory().numTensors, tensors);
      });
    }
  });
}

describe('gradients on wasm', () => {
  before(async () => {
    await loadBackend({ name: 'wasm' });
    await tf.setBackend('wasm');
  });

  test('the sum of nothing has an empty gradient', () => {
    tf.tidy(() => assert.deepEqual(tf.grad((x) => tf.sum(x, 0))(tf.zeros([0, 4])).shape, [0, 4]));
  });

  test('einsum refuses what it cannot do', () => {
    tf.tidy(() => {
      const x = tf.ones([2, 2]);
      assert.throws(() => tf.einsum('ii->i', x), /a letter of its own/);
      assert.throws(() => tf.einsum('ab,bc,cd->ad', x, x, x), /at most two tensors/);
    });
  });
});
