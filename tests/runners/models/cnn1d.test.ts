import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createCnn1d } from '../../../runners/src/models/cnn1d.ts';
import { parameterCount, predictAll } from '../../../runners/src/models/model.ts';
import { testModel } from './suite.ts';

const layers = [
  { filters: 8, kernel: 3, pool: 2 },
  { filters: 8, kernel: 3, dilation: 1 },
];
testModel('cnn1d', {
  // Until the reference backend has gradients of convolutions.
  backend: 'cpu',
  inputs: 8,
  create: (seed) => createCnn1d({ pixels: 8, layers, head: [8], activation: 'silu' }, seed),
  parameters: 3 * 8 + 8 + (3 * 8 * 8 + 8) + (8 * 8 + 8) + (8 + 1),
  flops: 2 * (8 * 3 * 8 + 4 * 3 * 8 * 8 + 8 * 8 + 8),
});
