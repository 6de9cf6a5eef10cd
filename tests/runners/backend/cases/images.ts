import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import { differentiable, forwardOnly, type Case } from '../case.ts';

const sizes: [[number, number, number, number], [number, number]][] = [
  [[2, 5, 6, 3], [10, 12]], // prettier-ignore
  [[1, 5, 6, 3], [10, 12]], // prettier-ignore
  [[1, 4, 4, 2], [8, 8]], // prettier-ignore
  [[2, 5, 6, 1], [7, 9]], // prettier-ignore
  [[1, 7, 5, 2], [3, 4]], // prettier-ignore
];

const resizes = sizes.flatMap(([shape, size]) => [
  differentiable(`resizeBilinear [${shape}] to ${size}`, [shape], (x: Tensor4D) => tf.image.resizeBilinear(x, size)),
  differentiable(`resizeNearestNeighbor [${shape}] to ${size}`, [shape], (x: Tensor4D) =>
    tf.image.resizeNearestNeighbor(x, size),
  ),
]);

export const images: Case[] = [
  ...resizes,
  differentiable('resizeBilinear, corners aligned', [[2, 5, 6, 3]], (x: Tensor4D) =>
    tf.image.resizeBilinear(x, [9, 11], true),
  ),
  differentiable(
    'layers.upSampling2d',
    [[2, 4, 5, 3]],
    (x) => tf.layers.upSampling2d({ size: [2, 3] }).apply(x) as tf.Tensor,
  ),
  forwardOnly('flipLeftRight', [[2, 4, 5, 3]], (x: Tensor4D) => tf.image.flipLeftRight(x)),
  forwardOnly('cropAndResize', [[2, 6, 7, 3]], (x: Tensor4D) =>
    tf.image.cropAndResize(x, [[0.1, 0.1, 0.8, 0.9]], [1], [4, 5]),
  ),
];
