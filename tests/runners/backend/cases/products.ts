import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { differentiable, type Case } from '../case.ts';

// Batch of A, batch of B, then m, k, n of the product before transposition.
const shapes: [number[], number[], number, number, number][] = [
  [[], [], 1, 1, 1],
  [[], [], 4, 8, 8],
  [[], [], 5, 7, 9],
  [[], [], 3, 1, 2],
  [[], [], 1, 37, 9],
  [[], [], 9, 37, 1],
  [[], [], 1, 17, 1],
  [[], [], 13, 21, 18],
  [[], [], 0, 3, 4],
  [[], [], 3, 0, 4],
  [[3], [3], 5, 6, 7],
  [[2, 3], [2, 3], 5, 6, 1],
  [[6], [1], 7, 5, 3],
  [[6], [], 7, 5, 3],
  [[1], [4], 6, 5, 9],
  [[], [4], 6, 5, 9],
  [[2, 1], [1, 3], 4, 5, 6],
];

const transpositions = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
];

const matMul = shapes.flatMap(([batchA, batchB, m, k, n]) =>
  transpositions.map(([ta, tb]) => {
    const a = [...batchA, ...(ta ? [k, m] : [m, k])];
    const b = [...batchB, ...(tb ? [n, k] : [k, n])];
    const name = `matMul [${a}]${ta ? "'" : ''} x [${b}]${tb ? "'" : ''}`;
    return differentiable(name, [a, b], (x, y) => tf.matMul(x, y, ta, tb));
  }),
);

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const;

const fused = [
  ...activations.map((activation) =>
    differentiable(
      `fused matMul, bias, ${activation}`,
      [[7, 13], [13, 5], [5]],
      (a: Tensor2D, b: Tensor2D, bias: Tensor) => tf.fused.matMul({ a, b, bias, activation, leakyreluAlpha: 0.2 }),
    ),
  ),
  differentiable(
    'fused matMul without bias',
    [
      [7, 13],
      [13, 5],
    ],
    (a: Tensor2D, b: Tensor2D) => tf.fused.matMul({ a, b, activation: 'relu' }),
  ),
  differentiable(
    'fused matMul, transposed, bias, relu',
    [[13, 7], [5, 13], [5]],
    (a: Tensor2D, b: Tensor2D, bias: Tensor) =>
      tf.fused.matMul({ a, b, bias, transposeA: true, transposeB: true, activation: 'relu' }),
  ),
  differentiable(
    'fused matMul, batched, bias, relu',
    [[3, 7, 13], [3, 13, 5], [5]],
    (a: Tensor3D, b: Tensor3D, bias: Tensor) => tf.fused.matMul({ a, b, bias, activation: 'relu' }),
  ),
  differentiable('fused matMul, bias of one', [[7, 13], [13, 5], [1]], (a: Tensor2D, b: Tensor2D, bias: Tensor) =>
    tf.fused.matMul({ a, b, bias }),
  ),
];

const einsum = ['bhqd,bhkd->bhqk', 'bij,bjk->bik', 'abc,cd->abd'].map((equation, i) => {
  const inputs = [
    [[2, 3, 4, 5], [2, 3, 6, 5]], // prettier-ignore
    [[3, 4, 5], [3, 5, 6]], // prettier-ignore
    [[2, 3, 4], [4, 5]], // prettier-ignore
  ][i];
  return differentiable(`einsum ${equation}`, inputs, (a, b) => tf.einsum(equation, a, b));
});

export const products: Case[] = [
  ...matMul,
  ...fused,
  ...einsum,
  differentiable('dot', [[13], [13]], (a, b) => tf.dot(a, b)),
  differentiable('outerProduct', [[7], [9]], (a: Tensor1D, b: Tensor1D) => tf.outerProduct(a, b)),
];
