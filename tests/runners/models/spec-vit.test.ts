import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { parameterCount, predictAll } from '../../../runners/src/models/model.ts';
import { createSpecVit, type SpecVitConfig } from '../../../runners/src/models/spec-vit.ts';
import { testModel } from './suite.ts';

const small: SpecVitConfig = {
  ...{ pixels: 8, patch: 4, stride: 2, embedding: 'linear' },
  ...{ dim: 8, heads: 2, layers: 2, mlpRatio: 2 },
};
/** A block of dim 8 and ratio 2: two norms, query, key (no bias), value, merge, and two layers. */
const blockParameters = 4 * 8 + (4 * 64 + 3 * 8) + (8 * 16 + 16) + (16 * 8 + 8);
/** Multiply-adds of a block on `n` tokens: four layers of 8 x 8, two of 8 x 16, scores and their sums. */
const blockProducts = (n: number) => n * (4 * 64 + 2 * 128) + 2 * n * n * 8;

testModel('spec-vit with a linear embedding', {
  inputs: 8,
  create: (seed) => createSpecVit(small, seed),
  // Patches at 0, 2 and 4, and [CLS].
  parameters: 4 * 8 + 8 + 8 + 4 * 8 + 2 * blockParameters + 2 * 8 + (8 + 1),
  flops: 2 * (3 * 4 * 8 + 2 * blockProducts(4) + 8),
  steps: 300,
});

testModel('spec-vit with a CNN embedding', {
  inputs: 16,
  create: (seed) => createSpecVit({ ...small, pixels: 16, patch: 8, stride: 8, layers: 1, embedding: 'cnn' }, seed),
  // Four filters of seven taps at every fourth pixel; a patch is two positions of them.
  parameters: 7 * 4 + 4 + (2 * 4 * 8 + 8) + 8 + 3 * 8 + blockParameters + 2 * 8 + (8 + 1),
  flops: 2 * (4 * 7 * 4 + 2 * 2 * 4 * 8 + blockProducts(3) + 8),
  steps: 300,
});

describe('spec-vit', () => {
  before(() => loadBackend({ name: 'wasm' }));

  test('patches slide over pixels with all their channels', () => {
    const model = createSpecVit({ ...small, channels: 2, outputs: 3 }, 1);
    assert.equal(parameterCount(model) - parameterCountOfOneChannel(), 4 * 8 + 2 * (8 + 1));
    assert.equal(predictAll(model, new Float32Array(2 * 16), 16).length, 6);
    model.dispose();
  });

  test('where a patch lies makes a difference', () => {
    const model = createSpecVit({ ...small, patch: 2 }, 1);
    const at = (...pixels: number[]) => predictAll(model, Float32Array.from(pixels), 8)[0];
    assert.notEqual(at(1, 2, 0, 0, 0, 0, 0, 0), at(0, 0, 1, 2, 0, 0, 0, 0));
    model.dispose();
  });

  test('attention maps are shares over the tokens', () => {
    const model = createSpecVit(small, 1);
    const tensors = tf.memory().numTensors;
    const maps = tf.tidy(() => model.attentionMaps(tf.ones([2, 8])));
    assert.equal(maps.length, 2);
    for (const map of maps) {
      assert.deepEqual(map.shape, [2, 2, 4, 4]);
      const sums = tf.tidy(() => tf.sum(map, 3).dataSync());
      assert.ok(sums.every((sum) => Math.abs(sum - 1) < 1e-5));
      map.dispose();
    }
    assert.equal(tf.memory().numTensors, tensors);
    model.dispose();
  });

  for (const [change, message] of [
    [{ stride: 3 }, /patches of 4 every 3 of 8 pixels/],
    [{ patch: 16 }, /patches of 16 every 2 of 8 pixels/],
    [{ heads: 3 }, /dim 8 is no multiple of 3 heads/],
    [{ embedding: 'cnn' }, /takes multiples of 4 pixels/],
  ] as [Partial<SpecVitConfig>, RegExp][]) {
    test(`${JSON.stringify(change)} is refused`, () => {
      assert.throws(() => createSpecVit({ ...small, ...change }, 1), message);
    });
  }
});

function parameterCountOfOneChannel(): number {
  const model = createSpecVit(small, 1);
  const count = parameterCount(model);
  model.dispose();
  return count;
}
