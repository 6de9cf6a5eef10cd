import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import { differentiable, negative, type Case } from '../case.ts';

// Input, window, stride, padding.
const sizes: [
  [number, number, number, number],
  number | [number, number],
  number | [number, number],
  'same' | 'valid',
][] = [
  [[2, 9, 9, 3], 2, 2, 'same'],
  [[2, 9, 9, 3], 3, 2, 'same'],
  [[1, 7, 6, 5], 3, 1, 'same'],
  [[2, 6, 7, 1], 2, 2, 'valid'],
  [[1, 5, 5, 7], 3, 3, 'valid'],
  [[2, 1, 11, 3], [1, 4], [1, 3], 'same'],
  [[3, 4, 4, 2], 1, 1, 'valid'],
  [[1, 3, 4, 9], [3, 4], 1, 'valid'],
];

const pools = sizes.flatMap(([shape, window, stride, pad]) => {
  const name = `[${shape}] window ${window} stride ${stride} ${pad}`;
  return [
    differentiable(`maxPool ${name}`, [shape], (x: Tensor4D) => tf.maxPool(x, window, stride, pad)),
    differentiable(`maxPool of negative values ${name}`, [negative(shape)], (x: Tensor4D) =>
      tf.maxPool(x, window, stride, pad),
    ),
    differentiable(`avgPool ${name}`, [shape], (x: Tensor4D) => tf.avgPool(x, window, stride, pad)),
  ];
});

export const pooling: Case[] = [
  ...pools,
  differentiable(
    'layers.maxPooling1d',
    [[2, 9, 6]],
    (x) => tf.layers.maxPooling1d({ poolSize: 2 }).apply(x) as tf.Tensor,
  ),
  differentiable(
    'layers.averagePooling1d',
    [[2, 8, 5]],
    (x) => tf.layers.averagePooling1d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as tf.Tensor,
  ),
  differentiable(
    'layers.globalAveragePooling1d',
    [[2, 5, 6]],
    (x) => tf.layers.globalAveragePooling1d({}).apply(x) as tf.Tensor,
  ),
  differentiable(
    'layers.globalMaxPooling1d',
    [[2, 5, 6]],
    (x) => tf.layers.globalMaxPooling1d({}).apply(x) as tf.Tensor,
  ),
  differentiable(
    'layers.globalAveragePooling2d',
    [[2, 5, 4, 3]],
    (x) => tf.layers.globalAveragePooling2d({}).apply(x) as tf.Tensor,
  ),
  differentiable(
    'layers.globalMaxPooling2d',
    [[2, 5, 4, 3]],
    (x) => tf.layers.globalMaxPooling2d({}).apply(x) as tf.Tensor,
  ),
];
