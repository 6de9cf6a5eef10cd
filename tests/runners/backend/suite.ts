/** What every backend must do: `testBackend(name)` declares the tests. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend, type BackendName } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';
import * as reference from './reference.ts';
import type { Reference } from './reference.ts';

let uses = 0;

/** Standard normal float values of a shape, other ones each time. */
function sample(shape: number[]): Reference {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  createRandom(1, 'suite', uses++).fillNormal(values);
  return { shape, values: [...values] };
}

const toTensor = ({ shape, values }: Reference) => tf.tensor(values, shape, 'float32');

function assertClose(actual: tf.Tensor, expected: Reference, terms: number): void {
  assert.deepEqual(actual.shape, expected.shape);
  const values = actual.dataSync();
  for (const [i, value] of expected.values.entries()) {
    // Rounding of a float sum of `terms` products of standard normal deviates.
    const limit = 3e-7 * (terms + Math.abs(value));
    assert.ok(Math.abs(values[i] - value) <= limit, `element ${i}: ${values[i]} instead of ${value}, limit ${limit}`);
  }
}

/** Runs `body` and checks that it leaves no tensor behind. */
function withoutLeak(body: () => void): void {
  const tensors = tf.memory().numTensors;
  const data = tf.memory().numDataBuffers;
  tf.tidy(body);
  assert.equal(tf.memory().numTensors, tensors);
  assert.equal(tf.memory().numDataBuffers, data);
}

// Shapes of the product before transposition: batch of A, batch of B, then m, k, n.
const products: [number[], number[], number, number, number][] = [
  ...[
    [1, 1, 1],
    [4, 8, 8],
    [5, 7, 9],
    [3, 1, 2],
    [1, 300, 9],
    [9, 300, 1],
    [1, 17, 1],
    [70, 65, 50],
  ].map(([m, k, n]) => [[], [], m, k, n] as [number[], number[], number, number, number]),
  [[], [], 101, 259, 13],
  [[], [], 5, 30, 1030],
  [[], [], 0, 3, 4],
  [[], [], 3, 0, 4],
  [[], [], 3, 4, 0],
  [[3], [3], 5, 6, 7],
  [[2, 3], [2, 3], 5, 6, 1],
  [[6], [1], 7, 5, 3],
  [[6], [], 7, 5, 3],
  [[1], [4], 6, 5, 9],
  [[], [4], 6, 5, 9],
  [[2, 1], [1, 3], 4, 5, 6],
  [[2, 1], [3], 4, 5, 6],
  [[0], [0], 4, 5, 6],
];

const flags = [false, true];

export function testBackend(name: BackendName): void {
  describe(`backend ${name}`, () => {
    let backend: Backend;
    before(async () => {
      backend = await loadBackend({ name });
    });

    test('is the backend of tfjs, with a version', () => {
      assert.equal(tf.getBackend(), name);
      assert.equal(backend.name, name);
      assert.match(backend.version, /^tfjs 4\.\d+\.\d+, kernels [0-9a-f]{12}$/);
    });

    for (const [batchA, batchB, m, k, n] of products) {
      test(`matMul [${[...batchA, m, k]}] x [${[...batchB, k, n]}], all transpositions`, () => {
        for (const ta of flags) {
          for (const tb of flags) {
            const a = sample([...batchA, ...(ta ? [k, m] : [m, k])]);
            const b = sample([...batchB, ...(tb ? [n, k] : [k, n])]);
            withoutLeak(() => {
              assertClose(tf.matMul(toTensor(a), toTensor(b), ta, tb), reference.matMul(a, b, ta, tb), k);
            });
          }
        }
      });
    }

    test('the gradients of matMul are those of the reference, with broadcast batches too', () => {
      for (const [batchA, batchB, m, k, n] of products) {
        if (m * k * n === 0 || m * k * n > 100_000 || batchA[0] === 0) continue;
        for (const ta of flags) {
          for (const tb of flags) {
            const a = sample([...batchA, ...(ta ? [k, m] : [m, k])]);
            const b = sample([...batchB, ...(tb ? [n, k] : [k, n])]);
            const dy = sample(reference.matMul(a, b, ta, tb).shape);
            const matMul = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, ta, tb);
            withoutLeak(() => {
              const [da, db] = tf.grads(matMul)([toTensor(a), toTensor(b)], toTensor(dy));
              const expectedA = ta ? reference.matMul(b, dy, tb, true) : reference.matMul(dy, b, false, !tb);
              const expectedB = tb ? reference.matMul(dy, a, true, ta) : reference.matMul(a, dy, !ta, false);
              const terms = dy.values.length;
              assertClose(da, unbroadcast(expectedA, a.shape), terms);
              assertClose(db, unbroadcast(expectedB, b.shape), terms);
            });
          }
        }
      }
    });

    test('the gradient of a small network agrees with finite differences', () => {
      const x = sample([6, 5]);
      const w = sample([5, 3]);
      const loss = (weights: tf.Tensor) => tf.mean(tf.square(tf.matMul(toTensor(x), weights as tf.Tensor2D)));
      const exact = (values: number[]) => {
        const y = reference.matMul(x, { shape: w.shape, values });
        return y.values.reduce((sum, value) => sum + value * value, 0) / y.values.length;
      };
      withoutLeak(() => {
        const gradient = tf.grad(loss)(toTensor(w)).dataSync();
        for (const i of w.values.keys()) {
          const moved = (step: number) => exact(w.values.map((value, j) => (i === j ? value + step : value)));
          const difference = (moved(1e-4) - moved(-1e-4)) / 2e-4;
          assert.ok(Math.abs(gradient[i] - difference) < 1e-5, `${gradient[i]} and ${difference}`);
        }
      });
    });

    test('fused matMul adds the bias and applies the activation', () => {
      const activations = { linear: (y: number) => y, relu: (y: number) => Math.max(y, 0) } as const;
      for (const [batch, bias] of [
        [[], [5]],
        [[3], [5]],
        [[], [1]],
        [[3], [7, 5]],
      ] as const) {
        for (const activation of ['linear', 'relu'] as const) {
          const [a, b, c] = [sample([...batch, 7, 130]), sample([...batch, 130, 5]), sample([...bias])];
          const product = reference.matMul(a, b);
          const n = c.values.length;
          const values = product.values.map((y, i) => activations[activation](y + c.values[i % n]));
          withoutLeak(() => {
            const inputs = { a: toTensor(a) as tf.Tensor3D, b: toTensor(b) as tf.Tensor3D, bias: toTensor(c) };
            assertClose(tf.fused.matMul({ ...inputs, activation }), { shape: product.shape, values }, 130);
          });
        }
      }
    });

    test('fused activations are those of the plain operations', () => {
      const [a, b] = [sample([4, 6]), sample([6, 5])];
      for (const activation of ['relu6', 'elu', 'sigmoid', 'leakyrelu'] as const) {
        withoutLeak(() => {
          const [x, y] = [toTensor(a) as tf.Tensor2D, toTensor(b) as tf.Tensor2D];
          const product = tf.matMul(x, y);
          const plain = { relu6: tf.relu6, elu: tf.elu, sigmoid: tf.sigmoid, leakyrelu: tf.leakyRelu }[activation];
          const fused = tf.fused.matMul({ a: x, b: y, activation, leakyreluAlpha: 0.2 });
          assert.deepEqual(fused.dataSync(), plain(product).dataSync());
        });
      }
    });

    for (const shape of [[], [1], [7], [1000], [5, 7], [3, 4, 5], [2, 3, 4, 5], [5, 1, 6], [0, 4], [4, 0], [300, 33]]) {
      test(`sum and mean of [${shape}] over all sets of axes`, () => {
        const x = sample(shape);
        for (let bits = 0; bits < 1 << shape.length; bits++) {
          const axes = shape.map((_, i) => i).filter((i) => (bits >> i) & 1);
          const count = axes.reduce((product, axis) => product * shape[axis], 1);
          const sums = reference.sum(x, axes);
          const means = { ...sums, values: sums.values.map((value) => value / count) };
          withoutLeak(() => {
            assertClose(tf.sum(toTensor(x), axes, true), sums, count);
            if (count > 0) assertClose(tf.mean(toTensor(x), axes, true), means, 1);
            const squeezed = shape.filter((_, i) => !axes.includes(i));
            assertClose(tf.sum(toTensor(x), axes), { ...sums, shape: squeezed }, count);
          });
        }
      });
    }

    test('sums are accurate to the last digit of a float, and integers are summed too', () => {
      withoutLeak(() => {
        assert.equal(tf.sum(tf.fill([3_000_000], 0.1)).dataSync()[0], Math.fround(3_000_000 * Math.fround(0.1)));
        assert.deepEqual(
          [
            ...tf
              .sum(
                tf.tensor2d(
                  [
                    [1, 2],
                    [3, 4],
                  ],
                  [2, 2],
                  'int32',
                ),
                0,
              )
              .dataSync(),
          ],
          [4, 6],
        );
      });
    });

    test('the sum of squares is in double precision', () => {
      const x = sample([1003]);
      const expected = x.values.reduce((sum, value) => sum + value * value, 0);
      withoutLeak(() => assert.ok(Math.abs(backend.sumOfSquares(toTensor(x)) - expected) < 1e-11 * expected));
    });

    test('the same product twice gives the same bytes', () => {
      const [a, b] = [sample([65, 700]), sample([700, 33])];
      withoutLeak(() => {
        const once = tf.matMul(toTensor(a) as tf.Tensor2D, toTensor(b) as tf.Tensor2D).dataSync();
        assert.deepEqual(tf.matMul(toTensor(a) as tf.Tensor2D, toTensor(b) as tf.Tensor2D).dataSync(), once);
      });
    });

    test('a part of the rows or columns has the bytes it has in the whole', () => {
      const [a, b] = [sample([65, 700]), sample([700, 33])];
      withoutLeak(() => {
        const [x, y] = [toTensor(a) as tf.Tensor2D, toTensor(b) as tf.Tensor2D];
        const whole = tf.matMul(x, y);
        const rows = tf.matMul(tf.slice(x, [13, 0], [20, 700]), y);
        const columns = tf.matMul(x, tf.slice(y, [0, 5], [700, 11]));
        assert.deepEqual(rows.dataSync(), tf.slice(whole, [13, 0], [20, 33]).dataSync());
        assert.deepEqual(columns.dataSync(), tf.slice(whole, [0, 5], [65, 11]).dataSync());
      });
    });
  });
}

/** Sums a reference gradient over the axes along which its tensor was broadcast. */
function unbroadcast(x: Reference, shape: number[]): Reference {
  const lead = x.shape.length - shape.length;
  const axes = x.shape.map((_, i) => i).filter((i) => i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1));
  return { shape, values: reference.sum(x, axes).values };
}
