import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrap, bootstrapScores } from '../../../runners/src/metrics/bootstrap.ts';
import { mae, r2, rmse } from '../../../runners/src/metrics/regression.ts';
import { mean, percentileInterval, standardDeviation } from '../../../runners/src/metrics/statistics.ts';
import { createRandom } from '../../../runners/src/random.ts';

const truth = [3, -0.5, 2, 7];
const prediction = [2.5, 0, 2, 8];

test('the scores have their textbook values', () => {
  assert.ok(Math.abs(r2(truth, prediction) - 0.9486081370449679) < 1e-15);
  assert.equal(mae(truth, prediction), 0.5);
  assert.equal(rmse(truth, prediction), Math.sqrt(0.375));
  assert.equal(r2(truth, truth), 1);
  assert.ok(Math.abs(r2(truth, [2.875, 2.875, 2.875, 2.875])) < 1e-15);
});

test('a large offset of the truth costs no digits', () => {
  const moved = (values: number[]) => values.map((value) => value + 2 ** 30);
  assert.ok(Math.abs(r2(moved(truth), moved(prediction)) - r2(truth, prediction)) < 1e-14);
});

test('no samples and unequal lengths are refused', () => {
  assert.throws(() => r2([], []), /of no samples/);
  assert.throws(() => mae([1, 2], [1]), /2 true values but 1 predictions/);
});

/** n true values and predictions of them with noise of standard deviation `noise`. */
function example(n: number, noise: number, label: string) {
  const values = new Float64Array(n);
  createRandom(1, 'truth').fillNormal(values);
  const random = createRandom(1, label);
  return { truth: values, prediction: values.map((value) => value + noise * random.normal()) };
}

test('bootstrap replicates scatter as the score does', () => {
  const replicates = bootstrap({ ...example(2000, 1, 'a'), seed: 3, statistic: 'rmse', resamples: 2000 });
  assert.equal(replicates.length, 2000);
  // The root mean square of n normal deviates has standard deviation 1/sqrt(2n).
  assert.ok(Math.abs(standardDeviation(replicates) * Math.sqrt(4000) - 1) < 0.1);
  const { low, high } = percentileInterval(replicates, 0.95);
  const { truth: t, prediction: p } = example(2000, 1, 'a');
  assert.ok(low < rmse(t, p) && rmse(t, p) < high);
});

test('a replicate is the score of the samples that were drawn', () => {
  const data = example(50, 0.5, 'a');
  const { r2: first, mae: second } = bootstrapScores({ ...data, seed: 7, resamples: 3 }, ['r2', 'mae']);
  const random = createRandom(7, 'bootstrap', 50);
  for (let k = 0; k < 3; k++) {
    const drawn = Array.from({ length: 50 }, () => random.int(50));
    const [t, p] = [drawn.map((i) => data.truth[i]), drawn.map((i) => data.prediction[i])];
    assert.ok(Math.abs(first[k] - r2(t, p)) < 1e-12);
    assert.ok(Math.abs(second[k] - mae(t, p)) < 1e-12);
  }
  assert.deepEqual(bootstrap({ ...data, seed: 7, resamples: 3, statistic: 'r2' }), first);
});

test('models on one test set are paired, which takes out what they share', () => {
  const a = example(500, 0.5, 'a');
  const worse = { truth: a.truth, prediction: a.prediction.map((value, i) => value + 0.01 * (value - a.truth[i])) };
  const first = bootstrap({ ...a, seed: 1, statistic: 'r2' });
  const second = bootstrap({ ...worse, seed: 1, statistic: 'r2' });
  const differences = first.map((value, k) => value - second[k]);
  assert.ok(standardDeviation(differences) < 0.1 * standardDeviation(first));
  assert.ok(percentileInterval(differences, 0.95).low > 0 && mean(differences) > 0);
});
