import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { r2 } from '../../../runners/src/metrics/regression.ts';
import { mean, quantile } from '../../../runners/src/metrics/statistics.ts';
import { fitGbdt, predictGbdt, type GbdtOptions } from '../../../runners/src/models/gbdt/gbdt.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { linearTask, testFitted } from './fitted-suite.ts';

testFitted('gbdt', {
  fit: (task, seed) => fitGbdt({ ...task, seed, rounds: 200, minLeaf: 1, rowShare: 0.8, featureShare: 0.5 }),
  predict: predictGbdt,
  left: 1e-3,
  seeded: true,
});
testFitted('gbdt for the median', {
  fit: (task, seed) =>
    fitGbdt({ ...task, seed, rounds: 100, minLeaf: 1, loss: { kind: 'quantile', order: 0.5 }, learningRate: 0.5 }),
  predict: predictGbdt,
  left: 1e-3,
});

interface Rows {
  x: number[];
  y: number[];
}
/** By scikit-learn's HistGradientBoostingRegressor with the same settings, see reference.py beside it. */
const reference = JSON.parse(readFileSync(new URL('../../fixtures/models/gbdt.json', import.meta.url), 'utf8')) as {
  train: Rows;
  test: Rows;
} & Record<'p' | 'r2' | 'pinball' | 'covered', number>;
const friedman: GbdtOptions = {
  x: Float32Array.from(reference.train.x),
  n: reference.train.y.length,
  p: reference.p,
  y: Float64Array.from(reference.train.y),
  ...{ rounds: 100, learningRate: 0.1, maxLeaves: 15, minLeaf: 5, maxBins: 64, seed: 1 },
};
const testX = Float32Array.from(reference.test.x);
const testY = Float64Array.from(reference.test.y);

test("R2 is scikit-learn's to 0.01", () => {
  const score = r2(testY, predictGbdt(fitGbdt(friedman), testX));
  assert.ok(Math.abs(score - reference.r2) < 0.01, `${score} and ${reference.r2}`);
});

test("the pinball loss of an upper quantile is scikit-learn's to 10%", () => {
  const order = 0.9;
  const upper = predictGbdt(fitGbdt({ ...friedman, loss: { kind: 'quantile', order } }), testX);
  const rests = testY.map((value, i) => value - upper[i]);
  const loss = mean(rests.map((rest) => Math.max(order * rest, (order - 1) * rest)));
  assert.ok(Math.abs(loss / reference.pinball - 1) < 0.1, `${loss} and ${reference.pinball}`);
  const covered = rests.filter((rest) => rest <= 0).length / rests.length;
  assert.ok(Math.abs(covered - reference.covered) < 0.1, `${covered} and ${reference.covered}`);
});

/** One tree that is added whole. */
const oneTree = { rounds: 1, learningRate: 1, minLeaf: 1, seed: 1 };

test('one tree splits where it gains most, by hand', () => {
  // Means 1 and 7 under feature 1; feature 0 tells nothing.
  const x = Float32Array.of(1, 1, 2, 2, 1, 3, 2, 10, 1, 11, 2, 12);
  const y = Float64Array.of(0, 1, 2, 6, 7, 8);
  const model = fitGbdt({ x, n: 6, p: 2, y, ...oneTree, maxLeaves: 2 });
  assert.equal(model.start, 4);
  assert.equal(model.trees.length, 1);
  const [{ feature, threshold, left, right, value }] = model.trees;
  assert.deepEqual([...feature], [1, -1, -1]);
  assert.equal(threshold[0], 6.5);
  assert.deepEqual([value[left[0]], value[right[0]]], [-3, 3]);
  // What it takes off the sum of squares: 3 x 9 on each side.
  assert.deepEqual([...model.gain], [0, 54]);
  const [{ value: drawn }] = fitGbdt({ x, n: 6, p: 2, y, ...oneTree, maxLeaves: 2, lambda: 3 }).trees;
  assert.deepEqual([...drawn], [0, -1.5, 1.5]);
  assert.deepEqual(predictGbdt(model, Float32Array.of(9, 6.5, 0, 6.6)), Float64Array.of(1, 7));
});

test('the leaves of a quantile tree hold quantiles of what is left', () => {
  const { x, y, n, p } = linearTask(200, 3);
  const loss = { kind: 'quantile', order: 0.8 } as const;
  const model = fitGbdt({ x, n, p, y, ...oneTree, minLeaf: 20, maxLeaves: 4, loss });
  assert.equal(model.start, quantile(y, 0.8));
  const predicted = predictGbdt(model, x);
  for (const leaf of new Set(predicted)) {
    const own = y.filter((_, i) => predicted[i] === leaf);
    assert.ok(own.length >= 20);
    assert.ok(Math.abs(quantile(own, 0.8) - leaf) < 1e-12);
  }
});

test('trees keep to their limits', () => {
  const { x, y, n, p } = linearTask(500, 4);
  const leavesOf = (limits: object) => {
    const [tree] = fitGbdt({ x, n, p, y, ...oneTree, ...limits }).trees;
    const depth = (node: number): number =>
      tree.feature[node] < 0 ? 0 : 1 + Math.max(depth(tree.left[node]), depth(tree.right[node]));
    return { leaves: tree.feature.filter((feature) => feature < 0).length, depth: depth(0) };
  };
  assert.equal(leavesOf({ maxLeaves: 7 }).leaves, 7);
  assert.deepEqual(leavesOf({ maxLeaves: 1 }), { leaves: 1, depth: 0 });
  assert.deepEqual(leavesOf({ maxLeaves: 1000, maxDepth: 3 }), { leaves: 8, depth: 3 });
  assert.ok(leavesOf({ maxLeaves: 1000, minLeaf: 100 }).leaves <= 5);
  const counts = new Map<number, number>();
  for (const value of predictGbdt(fitGbdt({ x, n, p, y, ...oneTree, minLeaf: 100 }), x)) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  assert.ok([...counts.values()].every((count) => count >= 100));
});

test('gains add up to what a tree takes off the sum of squares', () => {
  // So the histograms of larger children, which are what the smaller ones leave, are right.
  const { x, y, n, p } = linearTask(300, 5);
  const model = fitGbdt({ x, n, p, y, ...oneTree, maxLeaves: 20, maxBins: 256 });
  const left = predictGbdt(model, x).reduce((sum, value, i) => sum + (value - y[i]) * (value - y[i]), 0);
  const scatter = y.reduce((sum, value) => sum + (value - model.start) * (value - model.start), 0);
  const gained = model.gain.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(scatter - left - gained) < 1e-9 * scatter);
});

test('early stopping keeps the trees up to the best loss on validation', () => {
  const validation = { x: testX, y: testY, patience: 5 };
  const calls: Parameters<NonNullable<GbdtOptions['onRound']>>[] = [];
  const options: GbdtOptions = { ...friedman, rounds: 1000, learningRate: 0.3, validation };
  const model = fitGbdt({ ...options, onRound: (...call) => calls.push(call) });
  const { validationLoss, trees } = model;
  const best = validationLoss.indexOf(Math.min(...validationLoss));
  assert.equal(trees.length, best + 1);
  assert.equal(validationLoss.length, trees.length + 5);
  const predicted = predictGbdt(model, testX);
  const loss = mean(predicted.map((value, i) => (value - testY[i]) * (value - testY[i])));
  assert.ok(Math.abs(loss - validationLoss[best]) < 1e-12);
  assert.deepEqual(
    calls.map(([done, rounds, value]) => [done, rounds, value]),
    Array.from(validationLoss, (value, i) => [i + 1, 1000, value]),
  );
});

test('gains tell the features that matter', () => {
  const { gain } = fitGbdt(friedman);
  // The last of the six features is not in the truth, the fourth has the steepest slope.
  assert.equal(gain.indexOf(Math.max(...gain)), 3);
  assert.equal(gain.indexOf(Math.min(...gain)), 5);
});

test('many equal values and many rows are binned', () => {
  const n = 20_000;
  const random = createRandom(1, 'bins');
  // Half of the first feature is 0, the second has three values, the third is constant.
  const x = Float32Array.from({ length: 3 * n }, (_, i) =>
    i % 3 === 0 ? Math.max(0, random.normal()) : i % 3 === 1 ? random.int(3) : 5,
  );
  const y = Float64Array.from({ length: n }, (_, i) => (x[3 * i] > 0 ? 1 : 0) + 10 * x[3 * i + 1]);
  const model = fitGbdt({ x, n, p: 3, y, ...oneTree, maxLeaves: 6, maxBins: 5 });
  assert.ok(r2(y, predictGbdt(model, x)) > 0.9999);
  assert.equal(model.gain[2], 0);
});

for (const [change, message] of [
  [{ n: 499 }, /3000 inputs are not 499 rows of 6/],
  [{ maxBins: 257 }, /2 to 256 bins, not 257/],
  [{ rowShare: 0 }, /share lies above 0 and up to 1, not 0/],
  [{ minLeaf: 0 }, /at least 1 row, not 0/],
  [{ lambda: -1 }, /lambda is >= 0, not -1/],
  [{ loss: { kind: 'quantile', order: 1 } }, /between 0 and 1, not 1/],
  [{ y: friedman.y.with(3, NaN) }, /a target is not a finite number/],
  [{ validation: { x: testX, y: testY.with(3, Infinity), patience: 1 } }, /a target is not a finite number/],
  [{ rounds: 0 }, /1 round or more, not 0/],
  [{ x: friedman.x.with(8, NaN) }, /row 1 has no value of feature 2/],
  [{ validation: { x: testX, y: testY.subarray(1), patience: 1 } }, /1800 validation inputs are not 299 rows of 6/],
] as [Partial<GbdtOptions>, RegExp][]) {
  test(`refused: ${message.source}`, () => {
    assert.throws(() => fitGbdt({ ...friedman, ...change }), message);
  });
}
