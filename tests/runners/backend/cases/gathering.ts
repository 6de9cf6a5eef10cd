import * as tf from '@tensorflow/tfjs';
import { differentiable, forwardOnly, type Case } from '../case.ts';
import { withWeights } from '../layers.ts';

const ints = (values: number[]) => tf.tensor1d(values, 'int32');

export const gathering: Case[] = [
  differentiable('gather axis 0, repeated rows', [[6, 5]], (x) => tf.gather(x, ints([0, 2, 2, 5, 1]))),
  differentiable('gather axis 1', [[6, 5]], (x) => tf.gather(x, ints([0, 2, 2]), 1)),
  differentiable('gather axis 1 of 3', [[3, 5, 7]], (x) => tf.gather(x, ints([4, 0, 4, 1]), 1)),
  differentiable(
    'gather by two axes of indices',
    [[6, 3]],
    (x) =>
    tf.gather(x, tf.tensor2d([[0, 2], [5, 2], [1, 0]], [3, 2], 'int32')), // prettier-ignore
  ),
  differentiable('gather of one', [[1, 5]], (x) => tf.gather(x, ints([0, 0, 0]))),
  differentiable('layers.embedding', [[11, 3]], (table) =>
    withWeights(
      tf.layers.embedding({ inputDim: 11, outputDim: 3 }),
      tf.tensor2d([[0, 10, 2], [5, 2, 2]], [2, 3], 'int32'), // prettier-ignore
      [table],
    ),
  ),
  differentiable('unsortedSegmentSum', [[6, 5]], (x) => tf.unsortedSegmentSum(x, ints([0, 2, 2, 3, 3, 0]), 4)),
  differentiable('unsortedSegmentSum of scalars', [[7]], (x) =>
    tf.unsortedSegmentSum(x as tf.Tensor1D, ints([1, 0, 0, 1, 2, 2, 1]), 3),
  ),
  forwardOnly('gatherND', [[4, 5, 3]], (x) => tf.gatherND(x, tf.tensor2d([[0, 1], [3, 4]], [2, 2], 'int32'))), // prettier-ignore
  forwardOnly('scatterND', [[3, 5]], (x) => tf.scatterND(tf.tensor2d([[4], [0], [2]], [3, 1], 'int32'), x, [6, 5])), // prettier-ignore
  forwardOnly('oneHot', [[3, 4]], (x) => tf.add(x, tf.oneHot(ints([3, 0, 2]), 4, 0.9, 0.1, 'float32'))),
];
