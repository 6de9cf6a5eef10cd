import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { differentiable, forwardOnly, type Case } from '../case.ts';

const transpositions: [number[], number[]][] = [
  [[5, 7], [1, 0]], // prettier-ignore
  [[3, 4, 5], [2, 0, 1]], // prettier-ignore
  [[3, 4, 5], [0, 2, 1]], // prettier-ignore
  [[2, 3, 4, 5], [0, 2, 1, 3]], // prettier-ignore
  [[2, 3, 4, 5], [3, 1, 0, 2]], // prettier-ignore
  [[1, 6, 1, 5], [2, 3, 0, 1]], // prettier-ignore
];

const slices: [number[], number[], number[]][] = [
  [[11], [3], [5]],
  [
    [5, 7],
    [1, 2],
    [3, 4],
  ],
  [
    [3, 5, 7],
    [1, 0, 2],
    [2, 5, 3],
  ],
  [
    [2, 3, 4, 5],
    [0, 1, 0, 2],
    [2, 2, 4, 1],
  ],
  [
    [5, 7],
    [2, 0],
    [0, 7],
  ],
];

export const dataMovement: Case[] = [
  ...transpositions.map(([shape, order]) =>
    differentiable(`transpose [${shape}] to ${order}`, [shape], (x) => tf.transpose(x, order)),
  ),
  ...slices.map(([shape, from, size]) =>
    differentiable(`slice [${shape}] from ${from} of [${size}]`, [shape], (x) => tf.slice(x, from, size)),
  ),
  differentiable(
    'concat axis 0',
    [
      [5, 7],
      [2, 7],
      [1, 7],
    ],
    (x, y, z) => tf.concat([x, y, z], 0),
  ),
  differentiable(
    'concat axis 1',
    [
      [5, 7],
      [5, 3],
    ],
    (x, y) => tf.concat([x, y], 1),
  ),
  differentiable(
    'concat axis 1 of 3',
    [
      [3, 5, 7],
      [3, 2, 7],
      [3, 1, 7],
    ],
    (x, y, z) => tf.concat([x, y, z], 1),
  ),
  differentiable(
    'concat with nothing',
    [
      [5, 0],
      [5, 3],
    ],
    (x, y) => tf.concat([x, y], 1),
  ),
  differentiable(
    'stack axis 1',
    [
      [5, 7],
      [5, 7],
    ],
    (x, y) => tf.stack([x, y], 1),
  ),
  differentiable('unstack', [[5, 7]], (x) => tf.addN(tf.unstack(x, 1).map((part, i) => tf.mul(part, i + 1)))),
  differentiable('split in unequal parts', [[5, 7]], (x) => tf.split(x, [2, 5], 1)[1]),
  differentiable('split in equal parts', [[4, 6, 5]], (x) => {
    const [a, b, c] = tf.split(x, 3, 1);
    return tf.add(tf.mul(a, b), c);
  }),
  differentiable('pad', [[5, 7]], (x) => tf.pad(x, [[1, 2], [0, 3]], 0.5)), // prettier-ignore
  differentiable('pad, four axes', [[2, 3, 4, 5]], (x) => tf.pad(x, [[0, 0], [1, 1], [2, 0], [0, 1]])), // prettier-ignore
  differentiable('layers.zeroPadding2d', [[2, 3, 4, 5]], (x) => tf.layers.zeroPadding2d({}).apply(x) as Tensor),
  differentiable('tile', [[5, 7]], (x) => tf.tile(x, [2, 3])),
  differentiable('tile, three axes', [[2, 1, 3]], (x) => tf.tile(x, [1, 4, 2])),
  differentiable('broadcastTo', [[5, 1]], (x) => tf.broadcastTo(x, [4, 5, 7])),
  differentiable('reverse', [[5, 7]], (x) => tf.reverse(x, 1)),
  differentiable('reverse of two axes', [[3, 4, 5]], (x) => tf.reverse(x, [0, 2])),
  differentiable('reshape', [[4, 6]], (x) => tf.reshape(x, [3, -1, 2])),
  differentiable('expandDims and squeeze', [[5, 1, 7]], (x) => tf.expandDims(tf.squeeze(x, [1]), 0)),
  differentiable('layers.flatten', [[3, 4, 5]], (x) => tf.layers.flatten().apply(x) as Tensor),
  differentiable('layers.repeatVector', [[3, 4]], (x) => tf.layers.repeatVector({ n: 5 }).apply(x) as Tensor),
  differentiable('spaceToBatchND', [[2, 4, 6, 3]], (x) => tf.spaceToBatchND(x, [2, 3], [[0, 0], [0, 0]])), // prettier-ignore
  differentiable('batchToSpaceND', [[12, 2, 3, 2]], (x) => tf.batchToSpaceND(x, [2, 3], [[0, 0], [0, 0]])), // prettier-ignore
  forwardOnly('spaceToBatchND with padding', [[1, 3, 5, 2]], (x) => tf.spaceToBatchND(x, [2, 3], [[0, 1], [1, 0]])), // prettier-ignore
  forwardOnly('depthToSpace', [[2, 3, 2, 8]], (x) => tf.depthToSpace(x as Tensor4D, 2)),
  forwardOnly('stridedSlice', [[5, 7]], (x) => tf.stridedSlice(x, [0, 1], [5, 7], [2, 2])),
  forwardOnly('mirrorPad reflect', [[5, 7]], (x) => tf.mirrorPad(x, [[1, 1], [2, 2]], 'reflect')), // prettier-ignore
  forwardOnly('mirrorPad symmetric', [[5, 7]], (x) => tf.mirrorPad(x, [[1, 1], [2, 2]], 'symmetric')), // prettier-ignore
  forwardOnly('fill, zerosLike, onesLike', [[5, 7]], (x) => tf.add(tf.fill([5, 7], 2.5), tf.add(tf.zerosLike(x), tf.onesLike(x)))), // prettier-ignore
  forwardOnly('range and linspace', [[5]], (x) => tf.add(x, tf.add(tf.range(0, 5), tf.linspace(0, 1, 5)))),
];
