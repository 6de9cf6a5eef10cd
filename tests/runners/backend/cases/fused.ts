/** Cases of the fused operations of `runners/src/backend/ops`, which they take as their argument. */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { differentiable, type Case } from '../case.ts';

type Lstm = (
  x: Tensor3D,
  kernel: Tensor2D,
  recurrentKernel: Tensor2D,
  bias: Tensor1D,
  options?: { reverse?: boolean },
) => Tensor3D;

// Batch, steps, features, units.
const lstmSizes = [
  [2, 3, 2, 3],
  [1, 1, 1, 1],
  [3, 5, 4, 8],
  [5, 2, 7, 9],
  [1, 9, 3, 13],
];

export const lstmCases = (lstm: Lstm): Case[] =>
  lstmSizes.flatMap(([batch, steps, features, units]) =>
    [false, true].map((reverse) =>
      differentiable(
        `lstm [${[batch, steps, features]}] with ${units} units${reverse ? ', reverse' : ''}`,
        [[batch, steps, features], [features, 4 * units], [units, 4 * units], [4 * units]],
        (x: Tensor3D, kernel: Tensor2D, recurrentKernel: Tensor2D, bias: Tensor1D) =>
          lstm(x, kernel, recurrentKernel, bias, { reverse }),
      ),
    ),
  );

type BatchNorm = (x: Tensor, gain: Tensor, bias: Tensor, epsilon?: number) => { y: Tensor };

const batchNormShapes = [[7, 5], [4, 5, 3], [3, 4, 5, 6], [2, 17, 9], [33, 1]]; // prettier-ignore

export const batchNormCases = (batchNorm: BatchNorm): Case[] => [
  ...batchNormShapes.map((shape) =>
    differentiable(
      `fused batchNorm [${shape}]`,
      [shape, shape.slice(-1), shape.slice(-1)],
      (x, gain, bias) => batchNorm(x, gain, bias).y,
    ),
  ),
  differentiable(
    'fused batchNorm, large epsilon',
    [[9, 4], [4], [4]],
    (x, gain, bias) => batchNorm(x, gain, bias, 0.3).y,
  ),
];
