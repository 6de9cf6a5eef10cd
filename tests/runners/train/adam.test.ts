import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import { variable } from '../../../runners/src/models/model.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { createAdam } from '../../../runners/src/train/adam.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});

/** AdamW by its definition, in double precision. */
function referenceAdam(start: number[], gradients: number[][], rate: number, decay: number): number[] {
  const w = start.slice();
  const m = start.map(() => 0);
  const v = start.map(() => 0);
  let [power1, power2] = [1, 1];
  for (const g of gradients) {
    power1 *= 0.9;
    power2 *= 0.999;
    for (const i of w.keys()) {
      m[i] = 0.9 * m[i] + 0.1 * g[i];
      v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
      w[i] -= rate * decay * w[i];
      w[i] -= (rate * (m[i] / (1 - power1))) / (Math.sqrt(v[i] / (1 - power2)) + 1e-8);
    }
  }
  return w;
}

test('the fused step is AdamW, for any length, on weights and not on biases', () => {
  const random = createRandom(1, 'adam');
  const draw = (n: number) => Array.from({ length: n }, () => random.normal());
  for (const [shape, decay] of [
    [[3, 3], 0.1],
    [[5, 2], 0],
    [[7], 0.1],
    [[1], 0],
  ] as [number[], number][]) {
    const n = shape.reduce((product, size) => product * size, 1);
    const start = draw(n);
    const gradients = [draw(n), draw(n), draw(n)];
    const weight = variable(Float32Array.from(start), shape);
    const adam = createAdam(backend, [weight], { weightDecay: decay });
    for (const values of gradients) {
      const gradient = tf.tensor(values, shape);
      const norm = adam.step([gradient], 0.01);
      assert.ok(Math.abs(norm - Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))) < 1e-5);
      gradient.dispose();
    }
    const expected = referenceAdam(start, gradients, 0.01, shape.length > 1 ? decay : 0);
    const actual = weight.dataSync();
    assert.ok(expected.every((value, i) => Math.abs(value - actual[i]) < 1e-5));
    adam.dispose();
    weight.dispose();
  }
});

test('a long gradient is clipped over all variables, one that is not finite moves nothing', () => {
  const moved = (values: number[], clipNorm?: number) => {
    const weight = variable(Float32Array.of(1, 1), [2]);
    // A large epsilon makes the step follow the size of the gradient.
    const adam = createAdam(backend, [weight], { clipNorm, epsilon: 1000 });
    const gradient = tf.tensor1d(values);
    const norm = adam.step([gradient], 1);
    const steps = [...weight.dataSync()].map((value) => 1 - value);
    gradient.dispose();
    adam.dispose();
    weight.dispose();
    return { norm, steps };
  };
  const { norm, steps } = moved([3, 4], 1);
  assert.equal(norm, 5);
  assert.ok(Math.abs(steps[0] - 0.6e-3) < 1e-6 && Math.abs(steps[1] - 0.8e-3) < 1e-6);
  assert.ok(Math.abs(moved([3, 4], 10).steps[0] - 3e-3) < 1e-5);
  assert.deepEqual(moved([NaN, 1]), { norm: NaN, steps: [0, 0] });
});

test('a restored state goes on to the same bytes', () => {
  const random = createRandom(1, 'adam-state');
  const gradients = Array.from({ length: 6 }, () => tf.tensor1d([random.normal(), random.normal()]));
  const weightsAfter = (interrupt: boolean) => {
    const weight = variable(Float32Array.of(1, -1), [2]);
    let adam = createAdam(backend, [weight]);
    gradients.forEach((gradient, i) => {
      if (interrupt && i === 3) {
        const state = adam.save();
        adam.step([gradient], 0.1); // what is saved is a copy
        adam.dispose();
        weight.assign(saved!);
        adam = createAdam(backend, [weight]);
        adam.restore(state);
      }
      adam.step([gradient], 0.1);
      if (i === 2) saved = tf.tensor1d(weight.dataSync());
    });
    adam.dispose();
    return weight.dataSync();
  };
  let saved: tf.Tensor1D | undefined;
  assert.deepEqual(weightsAfter(true), weightsAfter(false));
});
