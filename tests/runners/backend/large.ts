/** Sizes beyond the blocks in which kernels work, compared with plain loops in double precision. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import { createRandom } from '../../../runners/src/random.ts';
import { sizeOf } from './case.ts';
import * as reference from './reference.ts';
import type { Reference } from './reference.ts';

export interface Check {
  name: string;
  /** @throws AssertionError when the present backend is wrong. */
  run(): void;
}

function sample(shape: number[], label: string): Reference {
  const values = new Float32Array(sizeOf(shape));
  createRandom(1, 'large', label, ...shape).fillNormal(values);
  return { shape, values: [...values] };
}

const toTensor = ({ shape, values }: Reference) => tf.tensor(values, shape, 'float32');

/** Float sums of `terms` products of standard normal deviates, whose rounding errors add up like random steps. */
function assertClose(actual: tf.Tensor, expected: Reference, terms: number): void {
  assert.deepEqual(actual.shape, expected.shape);
  const values = actual.dataSync();
  for (const [i, value] of expected.values.entries()) {
    const limit = 2 ** -22 * (terms + Math.abs(value));
    assert.ok(Math.abs(values[i] - value) <= limit, `element ${i}: ${values[i]} instead of ${value}, limit ${limit}`);
  }
}

const flags = [false, true];
const products = [
  [70, 65, 50],
  [101, 259, 13],
  [5, 30, 1030],
  [1, 300, 9],
  [9, 300, 1],
  [3, 0, 4],
  [0, 3, 4],
].map(([m, k, n]) => ({
  name: `matMul [${m},${k}] x [${k},${n}], all transpositions`,
  run() {
    for (const ta of flags) {
      for (const tb of flags) {
        const a = sample(ta ? [k, m] : [m, k], 'a');
        const b = sample(tb ? [n, k] : [k, n], 'b');
        assertClose(tf.matMul(toTensor(a), toTensor(b), ta, tb), reference.matMul(a, b, ta, tb), k);
      }
    }
  },
}));

const reductions = [[], [1], [7], [1000], [5, 7], [3, 4, 5], [2, 3, 4, 5], [5, 1, 6], [0, 4], [4, 0], [300, 33]].map(
  (shape) => ({
    name: `sum and mean of [${shape}] over all sets of axes`,
    run() {
      const x = sample(shape, 'x');
      for (let bits = 0; bits < 1 << shape.length; bits++) {
        const axes = shape.map((_, i) => i).filter((i) => (bits >> i) & 1);
        const count = axes.reduce((product, axis) => product * shape[axis], 1);
        const sums = reference.sum(x, axes);
        const means = { ...sums, values: sums.values.map((value) => value / count) };
        assertClose(tf.sum(toTensor(x), axes, true), sums, count);
        if (count > 0) assertClose(tf.mean(toTensor(x), axes, true), means, 1);
        const squeezed = shape.filter((_, i) => !axes.includes(i));
        assertClose(tf.sum(toTensor(x), axes), { ...sums, shape: squeezed }, count);
      }
    },
  }),
);

// Input, filter, stride, zeros above and to the left, height and width of the output.
const convolutionSizes: [number[], number[], number, [number, number], [number, number], 'same' | 'valid'][] = [
  [[2, 1, 301, 3], [1, 9, 3, 17], 1, [0, 4], [1, 301], 'same'],
  [[1, 17, 19, 35], [3, 3, 35, 33], 1, [1, 1], [17, 19], 'same'],
  [[1, 4, 5, 203], [3, 3, 203, 11], 1, [1, 1], [4, 5], 'same'],
  [[1, 5, 4, 5], [3, 3, 5, 203], 1, [1, 1], [5, 4], 'same'],
  [[1, 50, 47, 2], [3, 3, 2, 3], 1, [1, 1], [50, 47], 'same'],
  [[3, 13, 12, 5], [5, 3, 5, 9], 2, [0, 0], [5, 5], 'valid'],
];

const convolutions = convolutionSizes.map(([shape, filterShape, stride, pad, out, padding]) => {
  const name = `conv2d [${shape}] filter [${filterShape}] stride ${stride}`;
  const operands = () => {
    const [x, filter] = [sample(shape, 'x'), sample(filterShape, 'filter')];
    const dy = sample([shape[0], ...out, filterShape[3]], 'dy');
    return { x, filter, dy, ...reference.conv2d(x, filter, dy, { stride, pad, dilation: 1, out }), conv };
  };
  const conv = (image: tf.Tensor, w: tf.Tensor) => tf.conv2d(image as Tensor4D, w as Tensor4D, stride, padding);
  return {
    values: {
      name,
      run() {
        const { x, filter, y } = operands();
        assertClose(conv(toTensor(x), toTensor(filter)), y, sizeOf(filterShape.slice(0, 3)));
      },
    },
    gradient: {
      name,
      run() {
        const { x, filter, dy, dx, dFilter } = operands();
        const [actualX, actualFilter] = tf.grads(conv)([toTensor(x), toTensor(filter)], toTensor(dy));
        assertClose(actualX, dx, sizeOf(filterShape.slice(0, 2)) * filterShape[3]);
        assertClose(actualFilter, dFilter, shape[0] * sizeOf(out));
      },
    },
  };
});

const sums: Check = {
  name: 'sums are accurate to the last digit of a float, and integers are summed too',
  run() {
    assert.equal(tf.sum(tf.fill([3_000_000], 0.1)).dataSync()[0], Math.fround(3_000_000 * Math.fround(0.1)));
    assert.deepEqual([...tf.sum(tf.tensor([1, 2, 3, 4], [2, 2], 'int32'), 0).dataSync()], [4, 6]);
  },
};

/** Checks of every backend. */
export const largeChecks: Check[] = [...products, ...reductions, ...convolutions.map(({ values }) => values)];
export const largeGradients: Check[] = convolutions.map(({ gradient }) => gradient);

/** Checks of the reference backend alone, where the order of a sum is settled. */
export const referenceChecks: Check[] = [
  sums,
  {
    name: 'a part of the rows or columns of a product has the bytes it has in the whole',
    run() {
      const [x, y] = [sample([65, 700], 'x'), sample([700, 33], 'y')].map(toTensor) as tf.Tensor2D[];
      const whole = tf.matMul(x, y);
      const rows = tf.matMul(tf.slice(x, [13, 0], [20, 700]), y);
      const columns = tf.matMul(x, tf.slice(y, [0, 5], [700, 11]));
      assert.deepEqual(rows.dataSync(), tf.slice(whole, [13, 0], [20, 33]).dataSync());
      assert.deepEqual(columns.dataSync(), tf.slice(whole, [0, 5], [65, 11]).dataSync());
    },
  },
];
