/** What every model that is fitted in one go must do: `testFitted` declares the tests. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { deserialize, serialize } from 'node:v8';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { r2 } from '../../../runners/src/metrics/regression.ts';
import { createRandom } from '../../../runners/src/random.ts';

export interface FittedTask {
  /** n rows of p. */
  x: Float32Array;
  n: number;
  p: number;
  y: Float64Array;
}

/** A target that is linear in random inputs around 1. */
export function linearTask(n = 32, p = 6, label = 'train'): FittedTask {
  const random = createRandom(1, 'fitted', label);
  const x = Float32Array.from({ length: n * p }, () => 1 + 0.5 * random.normal());
  const y = Float64Array.from({ length: n }, (_, i) => {
    let sum = 7;
    for (let j = 0; j < p; j++) sum += (j - 2) * x[i * p + j];
    return sum;
  });
  return { x, n, p, y };
}

export interface FittedTest<Fit> {
  fit(task: FittedTask, seed: number): Fit;
  predict(fit: Fit, x: Float32Array): Float64Array;
  /** 1 - R2 that it leaves of 32 samples, at most; default 1e-9. */
  left?: number;
  /** Whether the seed matters; default: it does not. */
  seeded?: boolean;
}

export function testFitted<Fit>(name: string, { fit, predict, left = 1e-9, seeded = false }: FittedTest<Fit>): void {
  describe(`model ${name}`, () => {
    before(() => loadBackend({ name: 'wasm' }));
    const task = linearTask();

    test('learns 32 samples by heart', () => {
      const lost = 1 - r2(task.y, predict(fit(task, 1), task.x));
      assert.ok(lost <= left, `${lost}`);
    });

    test('predicts each row by itself', () => {
      const model = fit(task, 1);
      const whole = predict(model, task.x);
      assert.equal(whole.length, task.n);
      const part = predict(model, task.x.subarray(3 * task.p, 5 * task.p));
      assert.deepEqual(part, whole.slice(3, 5));
    });

    test('is plain data: saved and loaded it predicts the same', () => {
      const model = fit(task, 1);
      assert.deepEqual(predict(deserialize(serialize(model)) as Fit, task.x), predict(model, task.x));
    });

    test(`the same seed gives the same bytes${seeded ? ', another one does not' : ''}`, () => {
      const bytes = (seed: number) => serialize(fit(task, seed));
      assert.deepEqual(bytes(1), bytes(1));
      if (seeded) assert.notDeepEqual(bytes(2), bytes(1));
    });

    test('sizes that disagree are refused', () => {
      assert.throws(() => fit({ ...task, y: task.y.subarray(1) }, 1), RangeError);
      assert.throws(() => fit({ ...task, x: task.x.subarray(1) }, 1), RangeError);
      assert.throws(() => predict(fit(task, 1), task.x.subarray(1)), RangeError);
    });
  });
}
