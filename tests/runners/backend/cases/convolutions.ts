import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs';
import { differentiable, type Case } from '../case.ts';

type Pad = 'same' | 'valid' | number;

// Batch, height, width, channels in; filter height, width, channels out; stride, padding, dilation.
const sizes2d: [number, number, number, number, number, number, number, number, Pad, number][] = [
  [2, 6, 6, 3, 3, 3, 5, 1, 'same', 1],
  [2, 7, 6, 3, 3, 3, 5, 2, 'same', 1],
  [1, 8, 9, 6, 5, 3, 4, 2, 'valid', 1],
  [2, 5, 5, 4, 1, 1, 6, 1, 'same', 1],
  [2, 5, 6, 4, 1, 1, 6, 2, 'same', 1],
  [1, 9, 9, 1, 7, 7, 8, 2, 'same', 1],
  [1, 4, 5, 1, 2, 4, 1, 1, 'valid', 1],
  [3, 4, 4, 17, 3, 3, 2, 1, 'same', 1],
  [1, 5, 6, 2, 3, 3, 13, 1, 'same', 1],
  [2, 3, 3, 2, 3, 3, 4, 1, 'valid', 1],
  [2, 5, 6, 3, 3, 2, 4, 1, 2, 1],
  [2, 6, 7, 3, 2, 2, 3, 3, 'valid', 1],
  [2, 9, 8, 3, 3, 3, 4, 1, 'same', 2],
  [1, 9, 10, 2, 3, 2, 5, 1, 'valid', 3],
];

const conv2d = sizes2d.map(([batch, h, w, channels, fh, fw, out, stride, pad, dilation]) => {
  const name = `conv2d [${[batch, h, w, channels]}] filter [${[fh, fw, channels, out]}] stride ${stride} ${pad}`;
  return differentiable(
    dilation > 1 ? `${name} dilation ${dilation}` : name,
    [
      [batch, h, w, channels],
      [fh, fw, channels, out],
    ],
    (x: Tensor4D, filter: Tensor4D) => tf.conv2d(x, filter, stride, pad, 'NHWC', dilation),
  );
});

// Batch, length, channels in; filter length, channels out; stride, padding, dilation.
const sizes1d: [number, number, number, number, number, number, 'same' | 'valid', number][] = [
  [2, 40, 3, 9, 5, 1, 'same', 1],
  [2, 39, 3, 9, 5, 2, 'same', 1],
  [2, 41, 3, 5, 5, 3, 'valid', 1],
  [1, 11, 1, 3, 1, 1, 'same', 1],
  [3, 6, 7, 1, 4, 1, 'same', 1],
  [2, 23, 3, 3, 5, 1, 'same', 2],
  [2, 30, 2, 3, 9, 1, 'same', 4],
  [1, 21, 3, 5, 4, 1, 'valid', 3],
];

const conv1d = sizes1d.map(([batch, length, channels, filter, out, stride, pad, dilation]) => {
  const name = `conv1d [${[batch, length, channels]}] filter [${[filter, channels, out]}] stride ${stride} ${pad}`;
  return differentiable(
    dilation > 1 ? `${name} dilation ${dilation}` : name,
    [
      [batch, length, channels],
      [filter, channels, out],
    ],
    (x: Tensor3D, w: Tensor3D) => tf.conv1d(x, w, stride, pad, 'NWC', dilation),
  );
});

const fused = (['linear', 'relu', 'elu', 'sigmoid'] as const).map((activation) =>
  differentiable(
    `fused conv2d, bias, ${activation}`,
    [[2, 5, 6, 3], [3, 3, 3, 4], [4]],
    (x: Tensor4D, filter: Tensor4D, bias: Tensor) =>
      tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation }),
  ),
);

// Input, filter, stride, padding, dilation.
const depthwiseSizes: [number[], number[], number, 'same' | 'valid', number][] = [
  [[2, 6, 6, 3], [3, 3, 3, 2], 1, 'same', 1],
  [[2, 7, 7, 3], [3, 3, 3, 1], 2, 'same', 1],
  [[1, 7, 6, 5], [2, 3, 5, 1], 1, 'valid', 1],
  [[2, 5, 5, 1], [3, 3, 1, 3], 1, 'same', 1],
  [[1, 9, 9, 2], [3, 3, 2, 2], 1, 'same', 2],
];

const depthwise = depthwiseSizes.map(([x, filter, stride, pad, dilation]) =>
  differentiable(
    `depthwiseConv2d [${x}] filter [${filter}] stride ${stride} ${pad}${dilation > 1 ? ` dilation ${dilation}` : ''}`,
    [x, filter],
    (image: Tensor4D, w: Tensor4D) => tf.depthwiseConv2d(image, w, stride, pad, 'NHWC', dilation),
  ),
);

export const convolutions: Case[] = [
  ...conv2d,
  ...conv1d,
  ...fused,
  ...depthwise,
  differentiable(
    'conv2d of one image',
    [
      [6, 5, 3],
      [3, 3, 3, 4],
    ],
    (x: Tensor3D, w: Tensor4D) => tf.conv2d(x, w, 1, 'same'),
  ),
  differentiable(
    'conv2d, strides 1 and 2',
    [
      [2, 6, 7, 3],
      [3, 3, 3, 4],
    ],
    (x: Tensor4D, w: Tensor4D) => tf.conv2d(x, w, [1, 2], 'same'),
  ),
  differentiable(
    'conv2dTranspose stride 2',
    [
      [2, 4, 3, 4],
      [3, 3, 3, 4],
    ],
    (x: Tensor4D, w: Tensor4D) => tf.conv2dTranspose(x, w, [2, 8, 6, 3], 2, 'same'),
  ),
  differentiable(
    'conv2dTranspose stride 1',
    [
      [1, 4, 3, 2],
      [3, 2, 5, 2],
    ],
    (x: Tensor4D, w: Tensor4D) => tf.conv2dTranspose(x, w, [1, 6, 4, 5], 1, 'valid'),
  ),
  differentiable(
    'separableConv2d',
    [
      [2, 5, 6, 3],
      [3, 3, 3, 2],
      [1, 1, 6, 4],
    ],
    (x: Tensor4D, depth: Tensor4D, point: Tensor4D) => tf.separableConv2d(x, depth, point, 1, 'same'),
  ),
  differentiable(
    'conv3d',
    [
      [1, 3, 4, 5, 2],
      [2, 3, 3, 2, 3],
    ],
    (x: Tensor5D, w: Tensor5D) => tf.conv3d(x, w, 1, 'same'),
  ),
  differentiable(
    'conv3d stride 2',
    [
      [2, 4, 5, 5, 3],
      [3, 2, 3, 3, 2],
    ],
    (x: Tensor5D, w: Tensor5D) => tf.conv3d(x, w, [1, 2, 2], 'valid'),
  ),
  differentiable('fused depthwiseConv2d', [[1, 5, 6, 3], [3, 3, 3, 1], [3]], (x: Tensor4D, filter: Tensor4D, bias) =>
    tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', bias: bias as Tensor1D, activation: 'relu' }),
  ),
];
