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

test('the gradients of a convolution over three axes are refused, its values are not', () => {
  tf.tidy(() => {
    const [x, filter] = [tf.ones<tf.Rank.R5>([1, 2, 2, 2, 1]), tf.ones<tf.Rank.R5>([2, 2, 2, 1, 1])];
    const sum = (x: tf.Tensor5D, filter: tf.Tensor5D) => tf.sum(tf.conv3d(x, filter, 1, 'valid'));
    assert.equal(sum(x, filter).dataSync()[0], 8);
    for (const gradient of [
      () => tf.grad((x) => sum(x as tf.Tensor5D, filter))(x),
      () => tf.grad((filter) => sum(x, filter as tf.Tensor5D))(filter),
    ]) {
      assert.throws(gradient, (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.message, 'backend wasm cannot train a convolution over three axes');
        assert.match(error.hint, /conv2d over slices/);
        return true;
      });
    }
  });
});

test('any other failure of an operation is left as it is', () => {
  assert.throws(() => tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))), /inner sizes 3 and 2$/);
});
