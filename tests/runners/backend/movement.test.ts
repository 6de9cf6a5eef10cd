import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { positions } from './reference.ts';

type Pick = (position: number[]) => number[];

/** Numbers 0, 1, 2 ... in a shape, so that each element says where it comes from. */
const numbers = (shape: number[], dtype: 'float32' | 'int32') =>
  tf.reshape(tf.range(0, shape.reduce((product, n) => product * n, 1), 1, dtype), shape); // prettier-ignore

/** Checks that element p of the result is element `from(p)` of the input. */
function assertMoved(shape: number[], move: (x: Tensor) => Tensor, expectedShape: number[], from: Pick): void {
  for (const dtype of ['float32', 'int32'] as const) {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const moved = move(numbers(shape, dtype));
      assert.equal(moved.dtype, dtype);
      assert.deepEqual(moved.shape, expectedShape);
      const flat = (position: number[]) => position.reduce((index, i, axis) => index * shape[axis] + i, 0);
      assert.deepEqual([...moved.dataSync()], positions(expectedShape).map((position) => flat(from(position)))); // prettier-ignore
    });
    assert.equal(tf.memory().numTensors, before);
  }
}

describe('data movement on wasm', () => {
  before(async () => {
    await loadBackend({ name: 'wasm' });
  });

  for (const [shape, perm] of [
    [
      [13, 22],
      [1, 0],
    ],
    [
      [4, 4],
      [1, 0],
    ],
    [
      [2, 3, 4, 5],
      [0, 2, 1, 3],
    ],
    [
      [3, 5, 6],
      [2, 0, 1],
    ],
    [
      [3, 5, 70],
      [1, 0, 2],
    ],
    [
      [2, 3, 3, 2, 4],
      [2, 0, 3, 1, 4],
    ],
    [
      [2, 3, 3, 2, 4, 2],
      [5, 2, 0, 3, 1, 4],
    ],
    [
      [1, 5, 1, 7],
      [3, 2, 1, 0],
    ],
    [
      [0, 4],
      [1, 0],
    ],
  ]) {
    test(`transpose [${shape}] to ${perm}`, () => {
      const turned = perm.map((axis) => shape[axis]);
      const from: Pick = (position) => shape.map((_, axis) => position[perm.indexOf(axis)]);
      assertMoved(shape, (x) => tf.transpose(x, perm), turned, from);
    });
  }

  test('slices', () => {
    for (const [shape, begin, size] of [
      [
        [5, 7],
        [1, 2],
        [3, 4],
      ],
      [
        [5, 7],
        [0, 0],
        [5, 7],
      ],
      [
        [4, 5, 6],
        [1, 0, 3],
        [2, 5, 3],
      ],
      [
        [2, 3, 4, 5],
        [1, 1, 0, 2],
        [1, 2, 4, 1],
      ],
      [
        [5, 7],
        [2, 2],
        [0, 4],
      ],
    ]) {
      assertMoved(shape, (x) => tf.slice(x, begin, size), size, (p) => p.map((i, axis) => i + begin[axis])); // prettier-ignore
    }
    tf.tidy(() => assert.throws(() => tf.slice(tf.zeros([3, 3]), [1, 1], [3, 1]), /slice/));
  });

  test('strided slices, backwards too', () => {
    const from: Pick = ([i, j]) => [2 * i, 1 + 2 * j];
    assertMoved([5, 7], (x) => tf.stridedSlice(x, [0, 1], [5, 7], [2, 2]), [3, 3], from);
    const back: Pick = ([i, j]) => [4 - 2 * i, 6 - j];
    assertMoved([5, 7], (x) => tf.stridedSlice(x, [4, 6], [0, 1], [-2, -1]), [2, 5], back);
    const line: Pick = ([i]) => [3, 1 + 2 * i];
    assertMoved([5, 7], (x) => tf.stridedSlice(x, [3, 1], [4, 7], [1, 2], 0, 0, 0, 0, 1), [3], line);
  });

  test('tiles', () => {
    for (const [shape, reps] of [
      [
        [5, 7],
        [2, 3],
      ],
      [
        [1, 1, 9],
        [4, 3, 1],
      ],
      [
        [6, 1],
        [1, 33],
      ],
      [
        [2, 3, 4],
        [3, 1, 2],
      ],
    ]) {
      const expected = shape.map((n, axis) => n * reps[axis]);
      assertMoved(shape, (x) => tf.tile(x, reps), expected, (p) => p.map((i, axis) => i % shape[axis])); // prettier-ignore
    }
  });

  test('unstacked entries', () => {
    for (const [shape, axis] of [
      [[3, 2, 3, 2, 4], 0],
      [[4, 5, 6], 1],
      [[4, 5], -1],
      [[7], 0],
    ] as const) {
      const at = (axis + shape.length) % shape.length;
      for (let i = 0; i < shape[at]; i++) {
        const pick: Pick = (position) => position.toSpliced(at, 0, i);
        assertMoved([...shape], (x) => tf.unstack(x, axis)[i], shape.toSpliced(at, 1), pick);
      }
    }
  });

  test('reversals', () => {
    assertMoved(
      [4, 5, 6],
      (x) => tf.reverse(x, [0, 2]),
      [4, 5, 6],
      ([i, j, k]) => [3 - i, j, 5 - k],
    );
    assertMoved(
      [4, 5],
      (x) => tf.reverse(x, 1),
      [4, 5],
      ([i, j]) => [i, 4 - j],
    );
  });

  test('sums by segment leave out ids outside, and are the gradient of gather', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048], [6, 2]);
      const sums = tf.unsortedSegmentSum(x, tf.tensor1d([0, 2, -1, 2, 3, 0], 'int32'), 3);
      assert.deepEqual(sums.arraySync(), [[1025, 2050], [0, 0], [68, 136]]); // prettier-ignore
      const gather = (table: Tensor) => tf.gather(table, tf.tensor1d([1, 1, 0, 2, 1, 2], 'int32'));
      const gradient = tf.grad(gather)(tf.zeros([4, 2]), x);
      assert.deepEqual(gradient.arraySync(), [[16, 32], [261, 522], [1088, 2176], [0, 0]]); // prettier-ignore
      assert.throws(
        () => tf.unsortedSegmentSum(tf.zeros([2], 'int32'), tf.zeros([2], 'int32'), 1),
        /float32, not int32/,
      );
    });
  });
});
