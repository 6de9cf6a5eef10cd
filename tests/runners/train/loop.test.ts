import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import type { Model } from '../../../runners/src/models/model.ts';
import { ParamError } from '../../../runners/src/engine/param-error.ts';
import { train, type TrainingOptions } from '../../../runners/src/train/loop.ts';
import { meanAbsoluteError } from '../../../runners/src/train/losses/mean-absolute-error.ts';
import { saveWeights } from '../../../runners/src/train/weights.ts';
import { linearModel, linearTask } from './linear-task.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});
const task = (model: Model, changes?: Partial<TrainingOptions>) => linearTask(backend, model, changes);

test('training calls back after each step and records each validation', async () => {
  const model = linearModel();
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
  assert.ok(Math.abs(result.history[2].learningRate) < 1e-4 && result.history[0].learningRate > 1e-3);
  assert.ok(result.history.every(({ gradientNorm }) => gradientNorm > 0));
  assert.deepEqual(
    result.gates.map(({ passed }) => passed),
    [true],
  );
  model.dispose();
});

test('the weights of the best validation come back', async () => {
  const model = linearModel();
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
  const model = linearModel();
  const tensors = tf.memory().numTensors;
  const batches = (step: number, x: Float32Array, y: Float32Array) => {
    x.fill(step === 20 ? Infinity : 1);
    y.fill(0);
  };
  const result = await train(task(model, { batches, validation: { every: 10, score: () => 1 } }));
  assert.equal(result.status, 'diverged');
  assert.equal(result.steps, 20);
  assert.equal(result.best?.step, 10);
  assert.deepEqual(result.gates, [
    { name: 'steps that are not finite', value: 1, relation: '<=', threshold: 0, passed: false },
  ]);
  assert.ok(saveWeights(model).every((weights) => weights.every(Number.isFinite)));
  assert.equal(tf.memory().numTensors, tensors);
  const bad = await train(task(model, { validation: { every: 10, score: () => NaN } }));
  assert.deepEqual([bad.status, bad.steps, bad.best], ['diverged', 10, undefined]);
  model.dispose();
});

test('another loss can be trained on', async () => {
  const model = linearModel();
  let last = NaN;
  await train(task(model, { loss: meanAbsoluteError, onProgress: (_done, _total, value) => (last = value) }));
  assert.ok(last < 1);
  model.dispose();
});

test('timers of the process run while a model trains', async () => {
  const model = linearModel();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await train(task(model, { steps: 400 }));
  clearInterval(timer);
  assert.ok(ticks > 0);
  model.dispose();
});

/** Scores of one validation after another. */
const sequence = (scores: number[]) => () => scores.shift()!;

test('training stops when validations no longer get better', async () => {
  for (const { scores, direction, minDelta, steps, best } of [
    { scores: [1, 3, 2, 3, 3, 9], direction: undefined, minDelta: undefined, steps: 25, best: 10 },
    { scores: [5, 3, 4, 2, 2, 3, 2], direction: 'lower' as const, minDelta: undefined, steps: 35, best: 20 },
    // Best weights are those of the best score, be it better by less than minDelta.
    { scores: [1, 1.05, 1.1, 1.08, 9], direction: undefined, minDelta: 0.5, steps: 20, best: 15 },
  ]) {
    const model = linearModel();
    const result = await train(
      task(model, {
        validation: { every: 5, score: sequence(scores), direction },
        earlyStopping: { patience: 3, minDelta },
      }),
    );
    assert.deepEqual([result.status, result.steps, result.best?.step], ['ok', steps, best]);
    model.dispose();
  }
});

test('averaged weights are validated, kept and given back', async () => {
  const tensors = tf.memory().numTensors;
  const model = linearModel();
  const average = saveWeights(model).map((values) => Float64Array.from(values));
  const validated: Float32Array[][] = [];
  let scored = 0;
  await train(
    task(model, {
      steps: 30,
      averageDecay: 0.8,
      validation: {
        every: 10,
        score: () => {
          validated.push(saveWeights(model));
          return [1, 2, 0][scored++];
        },
      },
      onProgress(step) {
        const keep = Math.min(0.8, step / (9 + step));
        for (const [i, values] of saveWeights(model).entries()) {
          for (const [k, value] of values.entries()) average[i][k] = keep * average[i][k] + (1 - keep) * value;
        }
        if (step % 10) return;
        const seen = validated[step / 10 - 1];
        assert.ok(average.every((values, i) => values.every((value, k) => Math.abs(value - seen[i][k]) < 1e-6)));
      },
    }),
  );
  assert.deepEqual(saveWeights(model), validated[1]);
  model.dispose();
  assert.equal(tf.memory().numTensors, tensors);
});

test('without validation the last average comes back', async () => {
  const [plain, averaged] = [linearModel(), linearModel()];
  await train(task(plain));
  await train(task(averaged, { averageDecay: 0.99 }));
  assert.notDeepEqual(saveWeights(averaged), saveWeights(plain));
  plain.dispose();
  averaged.dispose();
});

test('a gate that fails ends the training and is recorded with its value', async () => {
  const model = linearModel();
  const batches = (step: number, x: Float32Array, y: Float32Array) => {
    x.fill(step === 12 ? 100 : 1);
    y.fill(1);
  };
  const result = await train(task(model, { batches, gates: { gradientNorm: 50 } }));
  assert.deepEqual([result.status, result.steps], ['failed-gate', 13]);
  const { name, value, relation, threshold, passed } = result.gates[1];
  assert.deepEqual([name, relation, threshold, passed], ['largest norm of the gradient', '<=', 50, false]);
  assert.ok(value > 50);
  const wide = await train(task(model, { gates: { gradientNorm: 1e6, gap: 1 } }));
  assert.equal(wide.status, 'ok');
  // Nothing was validated, so there is no gap to speak of.
  assert.equal(wide.gates.length, 2);
  model.dispose();
});

test('the gap between training and validation counts in the direction of overfitting', async () => {
  for (const [direction, training, steps, status, gap] of [
    ['higher', [1, 2, 9], 30, 'failed-gate', 6],
    ['lower', [1, -2, 9], 20, 'failed-gate', 4],
    ['lower', [9, 9, 9], 60, 'ok', -5],
  ] as const) {
    const model = linearModel();
    const [scores, trainingScores] = [
      [1, 2, 3, 4, 4, 4],
      [...training, 9, 9, 9],
    ];
    const result = await train(
      task(model, {
        gates: { gap: 3 },
        validation: { every: 10, score: sequence(scores), trainingScore: sequence(trainingScores), direction },
      }),
    );
    assert.deepEqual([result.status, result.steps, result.gates.at(-1)?.value], [status, steps, gap]);
    model.dispose();
  }
});

test('a training score that is not finite is a divergence', async () => {
  const model = linearModel();
  const validation = { every: 10, score: () => 1, trainingScore: () => Infinity };
  assert.equal((await train(task(model, { validation }))).status, 'diverged');
  model.dispose();
});

test('a batch that memory does not hold is named', async () => {
  const model = linearModel();
  const cases: [Partial<TrainingOptions>, RegExp][] = [
    [{ batchSize: 2 ** 40 }, /not enough memory for such a batch/],
    [{ loss: () => tf.sum(tf.fill([2 ** 30], 1)) }, /no room for 4294967296 more bytes/],
    [
      { loss: () => tf.sum(tf.fill([2 ** 30 - 1], 1)) },
      /not enough memory for such a batch \(the wasm heap has no room/,
    ],
  ];
  for (const [changes, message] of cases) {
    await assert.rejects(train(task(model, changes)), (error) => {
      assert.ok(error instanceof ParamError);
      assert.equal(error.param, 'batchSize');
      assert.match(error.message, message);
      assert.match(error.hint, /smaller batchSize/);
      return true;
    });
  }
  model.dispose();
});

test('shapes that do not fit are named', async () => {
  const model = linearModel();
  await assert.rejects(
    train(task(model, { inputs: 4 })),
    /cannot be trained on inputs \[16, 4\] and targets \[16, 1\]: .*inner sizes 4 and 3/,
  );
  model.dispose();
});
