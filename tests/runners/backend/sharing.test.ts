/** Copies share their values with what they are made from: nothing that is updated in place may show in another tensor. */
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Variable } from '@tensorflow/tfjs';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import { variable } from '../../../runners/src/models/model.ts';
import { createWeightAverage } from '../../../runners/src/train/weight-average.ts';
import { restoreWeights, saveWeights } from '../../../runners/src/train/weights.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});

const ONES = [1, 1, 1, 1];
const values = (x: Tensor) => [...x.dataSync()];

/** One step down a gradient, after which a weight of 1 is no longer 1, nor are its moments 0. */
function update(weight: Variable, gradient: Tensor): void {
  const [mean, square] = [tf.variable(tf.zerosLike(weight)), tf.variable(tf.zerosLike(weight))];
  const coefficients = { rate: 0.5, beta1: 0.9, beta2: 0.99, epsilon: 0.1, keep: 0.9, gradientScale: 1 };
  backend.adamStep(weight, mean, square, gradient, coefficients);
  assert.notDeepEqual(values(weight), ONES);
  for (const each of [mean, square]) each.dispose();
}

const copies: [string, (x: Tensor) => Tensor][] = [
  ['a clone', (x) => tf.clone(x)],
  ['a cast to its own type', (x) => tf.cast(x, 'float32')],
  ['another shape', (x) => tf.reshape(x, [2, 2])],
  ['another shape of a clone', (x) => tf.expandDims(tf.clone(x))],
  ['a sum over no axes', (x) => tf.sum(x, [])],
  ['the whole as a slice', (x) => tf.slice(x, [0], [4])],
  ['one tile', (x) => tf.tile(x, [1])],
];

suite('values that tensors share', () => {
  for (const [name, copy] of copies) {
    test(`${name} keeps its values when the weight is updated, and the weight when the copy is`, () => {
      tf.tidy(() => {
        const weight = tf.variable(tf.tensor1d(ONES));
        const taken = copy(weight);
        update(weight, tf.ones([4]));
        assert.deepEqual(values(taken), ONES);

        const source = tf.tensor1d(ONES);
        const copied = tf.variable(copy(source));
        update(copied, tf.ones(copied.shape));
        assert.deepEqual(values(source), ONES);
        for (const each of [weight, copied]) each.dispose();
      });
    });
  }

  test('a gradient that is the weight itself, and moments that begin as one tensor', () => {
    tf.tidy(() => {
      const weight = tf.variable(tf.tensor1d(ONES));
      const gradient = tf.grad((x) => tf.sum(tf.mul(tf.square(x), 0.5)))(weight);
      const same = tf.clone(weight);
      const zeros = tf.zeros([4]);
      const moments = [tf.variable(zeros), tf.variable(zeros)];
      const coefficients = { rate: 0.5, beta1: 0.75, beta2: 0.5, epsilon: 0, keep: 1, gradientScale: 1 };
      const other = tf.variable(tf.tensor1d(ONES));
      backend.adamStep(weight, moments[0], moments[1], same, coefficients);
      const [otherMean, otherSquare] = [tf.variable(tf.zeros([4])), tf.variable(tf.zeros([4]))];
      backend.adamStep(other, otherMean, otherSquare, tf.ones([4]), coefficients);
      assert.deepEqual(values(weight), values(other));
      assert.deepEqual(moments.map(values), [[0.25, 0.25, 0.25, 0.25], [0.5, 0.5, 0.5, 0.5]]); // prettier-ignore
      assert.deepEqual([gradient, same, zeros].map(values), [ONES, ONES, [0, 0, 0, 0]]);
      for (const each of [weight, other, ...moments, otherMean, otherSquare]) each.dispose();
    });
  });

  test('a weight assigned from another, its average, and what was saved of them', () => {
    const [first, second] = [variable(new Float32Array(ONES), [4]), variable(new Float32Array(4), [4])];
    const average = createWeightAverage({ variables: [first] }, 0.5);
    const saved = saveWeights({ variables: [first] });
    second.assign(first);
    tf.tidy(() => {
      update(first, tf.ones([4]));
    });
    assert.deepEqual(values(second), ONES);
    assert.deepEqual(average.save(), [new Float32Array(ONES)]);
    restoreWeights({ variables: [second] }, saved);
    tf.tidy(() => {
      update(second, tf.ones([4]));
    });
    assert.deepEqual(saved, [new Float32Array(ONES)]);
    average.update(0);
    const kept = average.save();
    restoreWeights({ variables: [first] }, kept);
    tf.tidy(() => {
      update(first, tf.ones([4]));
    });
    assert.deepEqual(average.save(), kept);
    average.dispose();
    for (const each of [first, second]) each.dispose();
  });
});
