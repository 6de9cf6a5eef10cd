import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import { exactnessChecks } from './exactness.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});

const normalFloat = 2 ** -126;
suite('elementwise functions', () => {
  for (const { name, run } of exactnessChecks) test(name, () => tf.tidy(run));

  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const specials: [string, (x: tf.Tensor) => tf.Tensor, number[]][] = [
    ['exp', tf.exp, [nan, inf, 0, 1, 1]],
    ['erf', tf.erf, [nan, 1, -1, 0, -0]],
    ['tanh', tf.tanh, [nan, 1, -1, 0, 0]],
    ['sigmoid', tf.sigmoid, [nan, 1, 0, 0.5, 0.5]],
    ['relu', tf.relu, [nan, inf, 0, 0, 0]],
    ['step', (x) => tf.step(x), [nan, 1, 0, 0, 0]],
    ['square', tf.square, [nan, inf, inf, 0, 0]],
    ['abs', tf.abs, [nan, inf, inf, 0, 0]],
  ];
  for (const [name, run, expected] of specials) {
    test(`${name} of NaN, infinities and zeros`, () => {
      const y = tf.tidy(() => [...run(tf.tensor1d([nan, inf, -inf, 0, -0])).dataSync()]);
      assert.deepEqual(y, expected);
    });
  }

  test('the exponential leaves the range of floats at both ends', () => {
    const y = tf.tidy(() => [...tf.exp(tf.tensor1d([88.7, 88.8, -87.2, -88, 1e30, -1e30])).dataSync()]);
    assert.ok(Number.isFinite(y[0]) && y[2] >= normalFloat);
    assert.deepEqual([y[1], y[3], y[4], y[5]], [Infinity, 0, Infinity, 0]);
  });
});

/** Element of a broadcast tensor at an index into the result. */
function at(values: ArrayLike<number>, shape: number[], out: number[], index: number): number {
  let [position, size] = [0, 1];
  for (let axis = out.length - 1; axis >= 0; axis--) {
    const own = shape[axis - out.length + shape.length] ?? 1;
    if (own > 1) position += size * (index % out[axis]);
    size *= own;
    index = Math.floor(index / out[axis]);
  }
  return values[position];
}

const broadcasts: [number[], number[]][] = [
  [[7], [7]],
  [[], [5]],
  [[3, 5], []],
  [[1], [3, 5]],
  [[3, 5], [5]],
  [[5], [3, 5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [3, 1],
    [3, 5],
  ],
  [
    [3, 1],
    [1, 5],
  ],
  [
    [2, 3, 4],
    [3, 4],
  ],
  [
    [2, 3, 4],
    [2, 1, 1],
  ],
  [
    [2, 3, 4],
    [2, 1, 4],
  ],
  [
    [2, 3, 4],
    [1, 3, 1],
  ],
  [
    [2, 1, 4],
    [1, 3, 1],
  ],
  [
    [0, 3],
    [1, 3],
  ],
  [
    [3, 0],
    [3, 1],
  ],
  [
    [65, 33],
    [1, 33],
  ],
];
const operations: [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (x: number, y: number) => number][] = [
  ['add', tf.add, (x, y) => x + y],
  ['sub', tf.sub, (x, y) => x - y],
  ['mul', tf.mul, (x, y) => x * y],
  ['div', tf.div, (x, y) => x / y],
  ['maximum', tf.maximum, Math.max],
  ['minimum', tf.minimum, Math.min],
];

suite('elementwise operations', () => {
  for (const [name, run, expected] of operations) {
    test(`${name} broadcasts as its shapes say`, () => {
      for (const [shapeA, shapeB] of broadcasts) {
        tf.tidy(() => {
          const a = tf.randomNormal(shapeA, 0, 1, 'float32', 1);
          const b = tf.randomNormal(shapeB, 0, 1, 'float32', 2);
          const y = run(a, b);
          const [valuesA, valuesB, values] = [a, b, y].map((tensor) => tensor.dataSync());
          assert.deepEqual(y.shape, tf.broadcast_util.assertAndGetBroadcastShape(shapeA, shapeB));
          const reference = values.map((_, i) =>
            expected(at(valuesA, shapeA, y.shape, i), at(valuesB, shapeB, y.shape, i)),
          );
          assert.deepEqual(values, reference, `[${shapeA}] and [${shapeB}]`);
        });
      }
    });
  }

  test('the larger and the smaller of NaN and a number are NaN', () => {
    const a = tf.tensor1d([NaN, 1]);
    const b = tf.tensor1d([1, NaN]);
    for (const run of [tf.maximum, tf.minimum]) assert.deepEqual([...run(a, b).dataSync()], [NaN, NaN]);
  });

  test('whole numbers stay with tfjs', () => {
    const a = tf.tensor1d([7, -8], 'int32');
    const sum = tf.add(a, tf.scalar(1, 'int32'));
    assert.equal(sum.dtype, 'int32');
    assert.deepEqual([...sum.dataSync()], [8, -7]);
    assert.deepEqual([...tf.cast(tf.tensor1d([1.5, -2.5]), 'int32').dataSync()], [1, -2]);
  });
});

suite('shared values', () => {
  test('a clone and a cast to the same type outlive what they were made of', () => {
    const before = tf.memory().numDataBuffers;
    const original = tf.tensor1d([1, 2]);
    const clone = tf.clone(original);
    const same = tf.cast(original, 'float32');
    original.dispose();
    assert.deepEqual([...tf.add(clone, same).dataSync()], [2, 4]);
    clone.dispose();
    assert.deepEqual([...same.dataSync()], [1, 2]);
    same.dispose();
    // The sum above.
    assert.equal(tf.memory().numDataBuffers, before + 1);
  });

  test('an update in place does not reach clones of the weight', () => {
    const initial = tf.tensor1d([1, 2]);
    const weight = tf.variable(initial);
    const [mean, square] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))];
    const [clone, reshaped] = [tf.clone(weight), tf.reshape(weight, [2, 1])];
    const coefficients = { rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, keep: 1, gradientScale: 1 };
    for (let step = 0; step < 2; step++) {
      backend.adamStep(weight, mean, square, tf.tensor1d([1, 1]), coefficients);
      for (const tensor of [initial, clone, reshaped]) assert.deepEqual([...tensor.dataSync()], [1, 2]);
    }
    const moved = weight.dataSync();
    assert.ok(moved[0] < 0.9 && moved[1] < 1.9);
  });
});
