import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createCnn1d } from '../../../runners/src/models/cnn1d.ts';
import { createConv1d } from '../../../runners/src/models/conv1d.ts';
import { parameterCount, predictAll } from '../../../runners/src/models/model.ts';
import { Weights } from '../../../runners/src/models/weights.ts';
import { testModel } from './suite.ts';

testModel('cnn1d', {
  inputs: 8,
  create: (seed) =>
    createCnn1d(
      {
        pixels: 8,
        layers: [
          { filters: 8, kernel: 3, pool: 2 },
          { filters: 8, kernel: 3 },
        ],
        head: [8],
        activation: 'silu',
      },
      seed,
    ),
  parameters: 3 * 8 + 8 + (3 * 8 * 8 + 8) + (8 * 8 + 8) + (8 + 1),
  flops: 2 * (8 * 3 * 8 + 4 * 3 * 8 * 8 + 8 * 8 + 8),
  rate: 0.02,
  steps: 250,
});

describe('cnn1d on the reference backend', () => {
  before(() => loadBackend({ name: 'wasm' }));

  for (const [stride, dilation, kernel] of [
    [1, 1, 3],
    [2, 1, 5],
    [1, 3, 3],
    [1, 2, 7],
  ]) {
    test(`kernel ${kernel}, stride ${stride}, dilation ${dilation} is the sum over the taps`, () => {
      const [length, channels, filters] = [16, 2, 3];
      const weights = new Weights(1);
      const size = { length, channels, filters, kernel, stride, dilation, gain: 1 };
      const convolution = createConv1d(weights, 'conv', size);
      const x = Float32Array.from({ length: length * channels }, (_, i) => ((7 * i) % 11) - 5);
      const y = tf.tidy(() => convolution.apply(tf.tensor3d(x, [1, length, channels])));
      assert.deepEqual(y.shape, [1, convolution.length, filters]);
      const taps = weights.variables[0].dataSync();
      // As TensorFlow pads: what is left over goes to the end.
      const padding = Math.max((convolution.length - 1) * stride + (kernel - 1) * dilation + 1 - length, 0);
      const start = Math.floor(padding / 2);
      const values = y.dataSync();
      for (let i = 0; i < convolution.length; i++) {
        for (let f = 0; f < filters; f++) {
          let sum = 0;
          for (let k = 0; k < kernel; k++) {
            const at = i * stride + k * dilation - start;
            if (at < 0 || at >= length) continue;
            for (let c = 0; c < channels; c++) {
              sum += x[at * channels + c] * taps[(k * channels + c) * filters + f];
            }
          }
          assert.ok(Math.abs(values[i * filters + f] - sum) < 1e-4);
        }
      }
      y.dispose();
      weights.dispose();
    });
  }

  test('sizes follow strides, pools and channels', () => {
    const layers = [
      { filters: 4, kernel: 7, stride: 2, pool: 3 },
      { filters: 6, kernel: 3, dilation: 2 },
    ];
    const model = createCnn1d({ pixels: 20, channels: 2, layers, outputs: 2, activation: 'relu' }, 1);
    assert.equal(parameterCount(model), 7 * 2 * 4 + 4 + (3 * 4 * 6 + 6) + (6 * 2 + 2));
    // Ten positions after the stride, three after the pool.
    assert.equal(model.flops, 2 * (10 * 7 * 2 * 4 + 3 * 3 * 4 * 6 + 6 * 2));
    assert.equal(predictAll(model, new Float32Array(3 * 40).fill(1), 40).length, 6);
    model.dispose();
  });

  test('layers that cannot be are refused', () => {
    const create = (layer: object) =>
      createCnn1d({ pixels: 8, layers: [{ filters: 2, kernel: 3, ...layer }], activation: 'relu' }, 1);
    assert.throws(() => create({ stride: 2, dilation: 2 }), /conv-0: stride 2 and dilation 2: one must be 1/);
    assert.throws(() => create({ stride: 4, pool: 3 }), /layer 0 pools 3 of 2 positions/);
  });
});
