import type { Tensor4D } from '@tensorflow/tfjs';
import { attention } from '../../../../runners/src/backend/ops/attention.ts';
import { gelu } from '../../../../runners/src/backend/ops/gelu.ts';
import { differentiable, type Case } from '../case.ts';

// Batch, heads, tokens, size of a head.
const shapes = [[2, 3, 5, 4], [1, 1, 1, 1], [1, 2, 9, 7], [2, 1, 17, 3]]; // prettier-ignore

export const transformer: Case[] = [
  ...shapes.map((shape) =>
    differentiable(`attention [${shape}]`, [shape, shape, shape], (q: Tensor4D, k: Tensor4D, v: Tensor4D) =>
      attention(q, k, v),
    ),
  ),
  differentiable('gelu', [[5, 7]], (x) => gelu(x)),
  differentiable('gelu, wide range', [{ shape: [3, 67], from: -6, to: 6 }], (x) => gelu(x)),
];
