import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import { createMlp } from '../../../runners/src/models/mlp.ts';
import type { Model } from '../../../runners/src/models/model.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { train, type TrainingOptions } from '../../../runners/src/train/loop.ts';
import { saveWeights } from '../../../runners/src/train/weights.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});

/** Options for learning y = x0 on fresh noise, with what the test changes. */
function task(model: Model, changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    backend,
    model,
    inputs: 3,
    batchSize: 16,
    steps: 60,
    schedule: { kind: 'warmup-cosine', peak: 0.01, warmup: 5 },
    batches(step, x, y) {
      createRandom(1, 'batch', step).fillNormal(x);
      for (let i = 0; i < y.length; i++) y[i] = x[3 * i];
    },
    ...changes,
  };
}

const linear = () => createMlp({ inputs: 3, hidden: [], activation: 'relu' }, 1);

test('training calls back after each step and records each validation', async () => {
  const model = linear();
  const done: number[] = [];
  let score = 0;
  const result = await train(
    task(model, {
      validation: { every: 25, score: () => score++ },
      onProgress: (step, total) => done.push(step / total),
    }),
  );
  assert.equal(result.status, 'ok');
  assert.equal(result.steps, 60);
  assert.deepEqual(
    result.history.map(({ step }) => step),
    [25, 50, 60],
  );
  assert.ok(result.history[0].loss > result.history[2].loss);
  assert.deepEqual([done.length, done[59]], [60, 1]);
  model.dispose();
});

test('the weights of the best validation come back', async () => {
  const model = linear();
  const scores = [1, 3, 2, 3];
  const seen: Float32Array[][] = [];
  const score = () => {
    seen.push(saveWeights(model));
    return scores[seen.length - 1];
  };
  const result = await train(task(model, { validation: { every: 15, score } }));
  assert.equal(result.best?.step, 30);
  assert.deepEqual(saveWeights(model), seen[1]);
  assert.notDeepEqual(seen[3], seen[1]);
  model.dispose();
});

test('divergence ends the training and keeps the best weights', async () => {
  const model = linear();
  const tensors = tf.memory().numTensors;
  const batches = (step: number, x: Float32Array, y: Float32Array) => {
    x.fill(step === 20 ? Infinity : 1);
    y.fill(0);
  };
  const result = await train(task(model, { batches, validation: { every: 10, score: () => 1 } }));
  assert.equal(result.status, 'diverged');
  assert.equal(result.steps, 20);
  assert.equal(result.best?.step, 10);
  assert.ok(saveWeights(model).every((weights) => weights.every(Number.isFinite)));
  assert.equal(tf.memory().numTensors, tensors);
  const bad = await train(task(model, { validation: { every: 10, score: () => NaN } }));
  assert.deepEqual([bad.status, bad.steps, bad.best], ['diverged', 10, undefined]);
  model.dispose();
});

test('another loss can be trained on', async () => {
  const model = linear();
  let last = NaN;
  const loss = (prediction: tf.Tensor2D, target: tf.Tensor2D) =>
    tf.mean(tf.abs(tf.sub(prediction, target))) as tf.Scalar;
  await train(task(model, { loss, onProgress: (_done, _total, value) => (last = value) }));
  assert.ok(last < 1);
  model.dispose();
});

test('timers of the process run while a model trains', async () => {
  const model = linear();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await train(task(model, { steps: 400 }));
  clearInterval(timer);
  assert.ok(ticks > 0);
  model.dispose();
});
