import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import { createMlp } from '../../../runners/src/models/mlp.ts';
import { variable, type Model } from '../../../runners/src/models/model.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { createAdam } from '../../../runners/src/train/adam.ts';
import { train, type TrainingOptions } from '../../../runners/src/train/loop.ts';
import { learningRate } from '../../../runners/src/train/schedule.ts';
import { saveWeights } from '../../../runners/src/train/weights.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});

test('the learning rate rises linearly and falls with a cosine', () => {
  const schedule = { peak: 2, warmup: 4, steps: 104, floor: 0.1 };
  assert.deepEqual(
    [0, 1, 3].map((step) => learningRate(schedule, step)),
    [0.5, 1, 2],
  );
  assert.equal(learningRate(schedule, 4), 2);
  assert.ok(Math.abs(learningRate(schedule, 54) - 1.1) < 1e-12);
  assert.ok(Math.abs(learningRate(schedule, 104) - 0.2) < 1e-12);
  assert.equal(learningRate({ peak: 1, warmup: 0, steps: 0 }, 0), 1);
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

/** Options for learning y = x0 on fresh noise, with what the test changes. */
function task(model: Model, changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    backend,
    model,
    inputs: 3,
    batchSize: 16,
    schedule: { peak: 0.01, warmup: 5, steps: 60 },
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
  await train(task(model, { schedule: { peak: 0.01, warmup: 0, steps: 400 } }));
  clearInterval(timer);
  assert.ok(ticks > 0);
  model.dispose();
});
