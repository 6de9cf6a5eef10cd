import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';

suite('loading a backend', () => {
  test('it is that of TensorFlow.js afterwards, also when another was loaded in between', async () => {
    const wasm = await loadBackend({ name: 'wasm' });
    assert.equal(tf.getBackend(), 'wasm');
    await loadBackend({ name: 'cpu' });
    assert.equal(tf.getBackend(), 'cpu');
    assert.equal(await loadBackend({ name: 'wasm' }), wasm);
    assert.equal(tf.getBackend(), 'wasm');
  });

  for (const threads of [0, -1, 1.5, NaN]) {
    test(`${threads} threads are refused`, () => {
      assert.throws(() => loadBackend({ name: 'wasm', threads }), /a backend has 1 thread or more, not/);
    });
  }
});
