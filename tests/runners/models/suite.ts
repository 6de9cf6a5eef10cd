/** What every model that learns by gradients must do: `testModel` declares the tests. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend, type Backend, type BackendName } from '../../../runners/src/backend/index.ts';
import { parameterCount, predictAll, type Model } from '../../../runners/src/models/model.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { train } from '../../../runners/src/train/loop.ts';
import { restoreWeights, saveWeights } from '../../../runners/src/train/weights.ts';

const ROWS = 32;

/** Random inputs and a target that is not linear in them. */
export function smallTask(inputs: number, rows = ROWS): { x: Float32Array; y: Float32Array } {
  const x = new Float32Array(rows * inputs);
  createRandom(1, 'task').fillNormal(x);
  const y = Float32Array.from({ length: rows }, (_, i) => {
    const [a, b] = [x[i * inputs], x[i * inputs + 1]];
    return a * b + 0.5 * b;
  });
  return { x, y };
}

/** Full-batch training on the small task; gives the last loss. */
export async function fitSmallTask(
  backend: Backend,
  model: Model,
  inputs: number,
  { steps, rate = 0.01 }: { steps: number; rate?: number },
): Promise<number> {
  const { x, y } = smallTask(inputs);
  let loss = NaN;
  const { status } = await train({
    backend,
    model,
    inputs,
    batchSize: ROWS,
    steps,
    schedule: { kind: 'warmup-cosine', peak: rate, warmup: 10 },
    batches(_, bx, by) {
      bx.set(x);
      by.set(y);
    },
    onProgress: (_done, _total, value) => (loss = value),
  });
  assert.equal(status, 'ok');
  return loss;
}

export interface ModelTest {
  /** Values of one input row. */
  inputs: number;
  create(seed: number): Model;
  /** Worked out by hand. */
  parameters: number;
  /** Of one row forward, worked out by hand. */
  flops: number;
  /** Highest learning rate and steps that learn 32 samples by heart; default 0.01 and 400. */
  rate?: number;
  steps?: number;
  /** Default wasm. */
  backend?: BackendName;
}

export function testModel(name: string, options: ModelTest): void {
  const { inputs, create, rate, steps = 400 } = options;
  describe(`model ${name}`, () => {
    let backend: Backend;
    before(async () => {
      backend = await loadBackend({ name: options.backend ?? 'wasm' });
    });

    test('gives one row of outputs for each row of inputs', () => {
      const model = create(1);
      for (const rows of [1, 5]) {
        const shape = tf.tidy(() => model.predict(tf.zeros([rows, inputs])).shape);
        assert.deepEqual(shape, [rows, 1]);
      }
      const { x } = smallTask(inputs);
      const inBatches = predictAll(model, x, inputs, 7);
      assert.equal(inBatches.length, ROWS);
      const whole = predictAll(model, x, inputs);
      assert.ok(inBatches.every((value, i) => Math.abs(value - whole[i]) < 1e-5));
      assert.throws(() => predictAll(model, x.subarray(1), inputs), /are not rows of/);
      model.dispose();
    });

    test('counts its parameters and operations, and names each weight', () => {
      const model = create(1);
      assert.equal(parameterCount(model), options.parameters);
      assert.equal(model.flops, options.flops);
      assert.equal(model.names.length, model.variables.length);
      assert.equal(new Set(model.names).size, model.names.length);
      const again = create(2);
      assert.deepEqual(again.names, model.names);
      model.dispose();
      again.dispose();
    });

    test('saved weights put into another model give the same predictions', async () => {
      const [model, other] = [create(1), create(2)];
      await fitSmallTask(backend, model, inputs, { steps: 3 });
      const { x } = smallTask(inputs);
      const predictions = predictAll(model, x, inputs);
      assert.notDeepEqual(predictAll(other, x, inputs), predictions);
      restoreWeights(other, saveWeights(model));
      assert.deepEqual(predictAll(other, x, inputs), predictions);
      model.dispose();
      other.dispose();
    });

    test('a gradient reaches every weight', () => {
      const model = create(1);
      const { x, y } = smallTask(inputs);
      tf.tidy(() => {
        const input = tf.tensor2d(x, [ROWS, inputs]);
        const loss = () => tf.mean(tf.square(tf.sub(model.predict(input), tf.tensor2d(y, [ROWS, 1])))) as tf.Scalar;
        const { grads } = tf.variableGrads(loss, model.variables);
        for (const [i, variable] of model.variables.entries()) {
          const gradient = grads[variable.name].dataSync();
          assert.deepEqual(grads[variable.name].shape, variable.shape);
          assert.ok(gradient.every(Number.isFinite));
          const reached = gradient.filter((value) => value !== 0).length;
          // A unit of a ReLU layer may be off for all of the few rows.
          assert.ok(reached > 0.5 * gradient.length, `${model.names[i]}: ${reached} of ${gradient.length}`);
        }
      });
      model.dispose();
    });

    test('learns 32 samples by heart', async () => {
      const model = create(1);
      const loss = await fitSmallTask(backend, model, inputs, { steps, rate });
      assert.ok(loss < 1e-3, `${loss}`);
      model.dispose();
    });

    test('the same seed gives the same bytes after training, another one does not', async () => {
      const weights: Float32Array[][] = [];
      for (const seed of [1, 1, 2]) {
        const model = create(seed);
        await fitSmallTask(backend, model, inputs, { steps: 20 });
        weights.push(saveWeights(model));
        model.dispose();
      }
      assert.deepEqual(weights[0], weights[1]);
      assert.notDeepEqual(weights[0], weights[2]);
    });

    test('leaves no tensor behind', async () => {
      const tensors = tf.memory().numTensors;
      const model = create(1);
      await fitSmallTask(backend, model, inputs, { steps: 3 });
      predictAll(model, smallTask(inputs).x, inputs);
      model.dispose();
      assert.equal(tf.memory().numTensors, tensors);
    });
  });
}
