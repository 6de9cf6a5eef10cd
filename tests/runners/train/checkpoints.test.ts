import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadBackend, type Backend } from '../../../runners/src/backend/index.ts';
import type { CheckpointStore } from '../../../runners/src/engine/checkpoint-store.ts';
import { createMlp } from '../../../runners/src/models/mlp.ts';
import { UserError } from '../../../runners/src/schema/index.ts';
import { loadCheckpointWeights } from '../../../runners/src/train/checkpoints.ts';
import { train, type TrainingOptions } from '../../../runners/src/train/loop.ts';
import { saveWeights } from '../../../runners/src/train/weights.ts';
import { linearModel, linearTask } from './linear-task.ts';

let backend: Backend;
before(async () => {
  backend = await loadBackend({ name: 'wasm' });
});

function memoryStore(identity = 'run'): CheckpointStore & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    ...{ files, identity, folder: 'kept' },
    fileOf: (name) => `kept/${name}.checkpoint`,
    read: (name) => files.get(name) ?? null,
    write: (name, bytes) => void files.set(name, bytes),
    remove: (name) => void files.delete(name),
  };
}

/** Trains; gives the result, the steps taken and the final weights. */
async function run(store: CheckpointStore | null, changes: Partial<TrainingOptions> = {}, keep?: number) {
  const model = linearModel();
  const steps: number[] = [];
  try {
    const result = await train(
      linearTask(backend, model, {
        checkpoints: { store, every: 20, keep },
        ...changes,
        onProgress(step) {
          steps.push(step);
          changes.onProgress?.(step, 0, 0);
        },
      }),
    );
    return { result, steps, weights: saveWeights(model) };
  } finally {
    model.dispose();
  }
}

/** Scores by the step of the validation, so that a resumed training sees the same. */
function scored(scores: number[], every = 10) {
  let now = 0;
  const validation = { every, score: () => scores[now / every - 1] };
  const batches: TrainingOptions['batches'] = (step, x, y) => {
    now = step + 1;
    x.fill((step % 7) - 3);
    y.fill(step % 5);
  };
  return { validation, batches };
}

class Stop extends Error {}
const stopAfter = (last: number) => ({
  onProgress(step: number) {
    if (step === last) throw new Stop();
  },
});

test('without a store nothing is kept', async () => {
  const { steps } = await run(null);
  assert.equal(steps.length, 60);
});

test('an interrupted training goes on from its last checkpoint to the same weights and result', async () => {
  for (const last of [5, 20, 39, 59]) {
    const store = memoryStore();
    const options = () => ({ ...scored([1, 3, 2, 5, 4, 0]), averageDecay: 0.9 });
    await assert.rejects(run(store, { ...options(), ...stopAfter(last) }), Stop);
    const resumed = await run(store, options());
    assert.equal(resumed.steps[0], Math.floor(last / 20) * 20 + 1);
    const whole = await run(memoryStore(), options());
    assert.deepEqual(resumed.weights, whole.weights);
    assert.deepEqual(resumed.result, whole.result);
  }
});

test('a training that ended is not repeated, however it ended', async () => {
  for (const [changes, status] of [
    [{}, 'ok'],
    [{ ...scored([3, 2, 1, 0, 0, 0]), earlyStopping: { patience: 2 } }, 'ok'],
    [{ ...scored([3, 2, NaN, 0, 0, 0]) }, 'diverged'],
    [{ gates: { gradientNorm: 1e-9 } }, 'failed-gate'],
  ] as [Partial<TrainingOptions>, string][]) {
    const store = memoryStore();
    const first = await run(store, changes);
    const second = await run(store, changes);
    assert.equal(first.result.status, status);
    assert.deepEqual(second, { ...first, steps: [] });
  }
});

test('the best weights and those of the best validations are kept', async () => {
  const store = memoryStore();
  const seen = new Map<number, Float32Array[]>();
  const model = linearModel();
  await train(
    linearTask(backend, model, {
      ...scored([1, 3, 2, 3, 0, 2.5]),
      checkpoints: { store, label: 'encoder', every: 25, keep: 3 },
      onProgress: (step) => seen.set(step, saveWeights(model)),
    }),
  );
  assert.deepEqual([...store.files.keys()].sort(), [
    'encoder-best',
    'encoder-latest',
    'encoder-step-20',
    'encoder-step-40',
    'encoder-step-60',
  ]);
  for (const [name, step] of [
    ['best', 20],
    ['step-20', 20],
    ['step-40', 40],
    ['step-60', 60],
    ['latest', 60],
  ] as const) {
    const loaded = linearModel();
    loadCheckpointWeights(loaded, store, `encoder-${name}`);
    assert.deepEqual(saveWeights(loaded), seen.get(step));
    loaded.dispose();
  }
  model.dispose();
});

test('where lower is better the lowest are kept', async () => {
  const store = memoryStore();
  const { validation, batches } = scored([4, 1, 2, 3, 5, 6]);
  await run(store, { batches, validation: { ...validation, direction: 'lower' } }, 2);
  assert.deepEqual([...store.files.keys()].filter((name) => name.includes('step')).sort(), [
    'training-step-20',
    'training-step-30',
  ]);
});

const refused = (message: RegExp, hint: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserError);
  assert.match(error.message, message);
  assert.match(error.hint, hint);
  return true;
};

test('a checkpoint of another training is refused with what differs', async () => {
  const store = memoryStore();
  await run(store, { validation: { every: 30, score: () => 1 } });
  const message =
    /^kept\/training-latest\.checkpoint is a checkpoint of another training: batchSize is 16 there and 8 here; validateEvery is 30 there and nothing here$/;
  await assert.rejects(run(store, { batchSize: 8 }), refused(message, /--force/));
  const other = { ...store, identity: 'other' };
  await assert.rejects(
    run(other, { validation: { every: 30, score: () => 1 } }),
    /run is "run" there and "other" here/,
  );
});

test('a truncated checkpoint is refused by its name', async () => {
  const store = memoryStore();
  await run(store);
  store.files.set('training-latest', store.files.get('training-latest')!.subarray(0, 100));
  await assert.rejects(
    run(store),
    refused(/^kept\/training-latest\.checkpoint is no checkpoint that can be read/, /Delete/),
  );
});

test('weights that are missing or of another model are refused', async () => {
  const store = memoryStore();
  const model = createMlp({ inputs: 3, hidden: [2], activation: 'relu' }, 1);
  assert.throws(() => loadCheckpointWeights(model, store, 'a-best'), /no checkpoint kept\/a-best\.checkpoint/);
  await run(store);
  assert.throws(
    () => loadCheckpointWeights(model, store, 'training-latest'),
    /of another model: its weights have 3, 1 values, the model's 6, 2, 2, 1/,
  );
  model.dispose();
});
