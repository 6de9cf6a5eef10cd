import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { UserError } from '../../../runners/src/schema/user-error.ts';

before(() => loadBackend({ name: 'wasm' }));

const spectrum = () => tf.tidy(() => tf.spectral.rfft(tf.ones([8])).dataSync());

test('an operation that the backend lacks is named, with what to do', () => {
  const { numTensors } = tf.memory();
  assert.throws(spectrum, (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.message, 'backend wasm has no operation Complex');
    assert.match(error.hint ?? '', /Compose it of other operations, .* or take another --backend/);
    assert.match((error.cause as Error).message, /'Complex' not registered for backend 'wasm'/);
    return true;
  });
  assert.equal(tf.memory().numTensors, numTensors);
});

test('so is one that only a gradient needs, deep inside a model', () => {
  tf.tidy(() => {
    const loss = (x: tf.Tensor) => tf.sum(tf.localResponseNormalization(tf.relu(x) as tf.Tensor4D));
    tf.unregisterKernel('LRNGrad', 'wasm');
    assert.throws(() => tf.grad(loss)(tf.ones([1, 2, 2, 3])), /backend wasm has no operation LRNGrad/);
  });
});

test('any other failure of an operation is left as it is', () => {
  assert.throws(() => tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))), /inner sizes 3 and 2$/);
});
