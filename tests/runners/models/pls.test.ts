import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fitPls } from '../../../runners/src/models/pls.ts';
import { predictRidge } from '../../../runners/src/models/ridge.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { linearTask, testFitted } from './fitted-suite.ts';

testFitted('pls', {
  fit: (task) => fitPls({ ...task, components: 6 })[5],
  predict: predictRidge,
});

/** By scikit-learn's PLSRegression, see reference.py beside it. */
const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/models/pls.json', import.meta.url), 'utf8'),
) as Record<'x' | 'y', number[]> & Record<'coefficients' | 'predictions', number[][]> & Record<'n' | 'p', number>;

test("weights and predictions are scikit-learn's for every number of components", () => {
  const { n, p } = reference;
  const x = Float32Array.from(reference.x);
  const calls: number[] = [];
  const onComponent = (component: number) => calls.push(component);
  const fits = fitPls({ x, n, p, y: Float64Array.from(reference.y), components: 6, onComponent });
  assert.deepEqual(calls, [1, 2, 3, 4, 5, 6]);
  for (const [k, { components, weights, intercept }] of fits.entries()) {
    assert.equal(components, k + 1);
    const predictions = predictRidge({ weights, intercept }, x.subarray(0, 5 * p));
    const near = (values: Float64Array, expected: number[]) =>
      expected.every((value, i) => Math.abs(value - values[i]) < 1e-8);
    assert.ok(near(weights, reference.coefficients[k]) && near(predictions, reference.predictions[k]), `${components}`);
  }
});

test('there are no more components than the data have', () => {
  const task = linearTask(10, 4);
  // The target is one of the inputs, and the others are multiples of it.
  const x = task.x.map((_, i) => task.x[i - (i % 4)] * (1 + (i % 4)));
  const y = Float64Array.from({ length: 10 }, (_, i) => x[4 * i]);
  assert.equal(fitPls({ ...task, x, y, components: 4 }).length, 1);
  assert.deepEqual(fitPls({ ...task, y: y.fill(3), components: 4 }), []);
  assert.throws(() => fitPls({ ...task, components: 5 }), /1 to 4 components of 10 rows of 4, not 5/);
});

test('data of low rank have no component of rounding', () => {
  const [n, p] = [60, 200];
  const random = createRandom(3, 'low-rank');
  const integers = (count: number) => Float64Array.from({ length: count }, () => random.int(2001) - 1000);
  const parts = [1, 2, 3].map(() => ({ row: integers(n), column: integers(p).map((value) => value % 8) }));
  const x = new Float32Array(n * p).map((_, i) =>
    parts.reduce((sum, { row, column }) => sum + row[Math.floor(i / p)] * column[i % p], 0),
  );
  const y = parts[0].row.map((value, i) => value + parts[1].row[i] + parts[2].row[i]);
  const fits = fitPls({ x, n, p, y, components: 20 });
  assert.equal(fits.length, 3);
  const predictions = predictRidge(fits[2], x);
  assert.ok(predictions.every((value, i) => Math.abs(value - y[i]) < 1e-6));
});
