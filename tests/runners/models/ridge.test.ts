import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseRidge, fitRidge, predictRidge, type RidgeOptions } from '../../../runners/src/models/ridge.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { testFitted } from './fitted-suite.ts';

testFitted('ridge', {
  fit: (task) => fitRidge({ ...task, alphas: [1e-9] })[0],
  predict: predictRidge,
});
testFitted('ridge by iteration', {
  fit: (task) => fitRidge({ ...task, alphas: [1e-9], tolerance: 1e-10 })[0],
  predict: predictRidge,
});

/** Inputs around 1 with a few strong directions, and a noisy linear target with an offset. */
function example(n: number, p: number, label = 'train'): Omit<RidgeOptions, 'alphas'> {
  const shared = createRandom(1, 'directions');
  const directions = Float64Array.from({ length: 3 * p }, () => shared.normal());
  const random = createRandom(1, label, n);
  const x = new Float32Array(n * p);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const labels = [random.normal(), random.normal(), random.normal()];
    for (let j = 0; j < p; j++) {
      const signal = labels.reduce((sum, value, k) => sum + value * directions[k * p + j], 0);
      x[i * p + j] = 1 + 0.3 * signal + 0.2 * random.normal();
    }
    y[i] = 5000 + 2 * labels[0] - labels[1] + 0.1 * random.normal();
  }
  return { x, n, p, y };
}

/** Weights by Gaussian elimination on the centred normal equations. */
function closedForm({ x, n, p, y }: Omit<RidgeOptions, 'alphas'>, alpha: number): Float64Array {
  const centre = Float64Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += x[i * p + j] / n;
    return sum;
  });
  const level = y.reduce((sum, value) => sum + value / n, 0);
  const rows = Array.from({ length: p }, (_, j) => {
    const row = new Float64Array(p + 1);
    for (let i = 0; i < n; i++) {
      const value = x[i * p + j] - centre[j];
      for (let k = 0; k < p; k++) row[k] += value * (x[i * p + k] - centre[k]);
      row[p] += value * (y[i] - level);
    }
    row[j] += alpha;
    return row;
  });
  for (let j = 0; j < p; j++) {
    for (let i = j + 1; i < p; i++) {
      const factor = rows[i][j] / rows[j][j];
      for (let k = j; k <= p; k++) rows[i][k] -= factor * rows[j][k];
    }
  }
  const weights = new Float64Array(p);
  for (let j = p - 1; j >= 0; j--) {
    let value = rows[j][p];
    for (let k = j + 1; k < p; k++) value -= rows[j][k] * weights[k];
    weights[j] = value / rows[j][j];
  }
  return weights;
}

const distance = (a: Float64Array, b: Float64Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) * (value - b[i]), 0));

const alphas = [0.01, 1, 100, 10_000];
for (const [n, p] of [
  [200, 30],
  [50, 50],
  [30, 101],
  [9, 7],
  [5, 1],
  [203, 65],
]) {
  test(`ridge of ${n} x ${p} is the closed form for every penalty, by itself and by iteration`, () => {
    const data = example(n, p);
    for (const [tolerance, limit] of [
      [undefined, 1e-9],
      [1e-12, 1e-6],
    ]) {
      for (const fit of fitRidge({ ...data, alphas, tolerance })) {
        const expected = closedForm(data, fit.alpha);
        const error = distance(fit.weights, expected) / distance(expected, new Float64Array(p));
        assert.ok(error < limit!, `alpha ${fit.alpha}: relative error ${error}`);
      }
    }
  });
}

test('a tolerance of 1e-8 leaves the predictions within a ten-thousandth of the noise', () => {
  const data = example(300, 150);
  const [fit] = fitRidge({ ...data, alphas: [0.1], tolerance: 1e-8 });
  const exact = predictRidge({ ...fit, weights: closedForm(data, 0.1) }, data.x);
  const predicted = predictRidge(fit, data.x);
  const differences = predicted.map((value, i) => value - exact[i]);
  // The intercept of the exact fit differs: compare about the mean.
  const shift = differences.reduce((sum, value) => sum + value, 0) / data.n;
  assert.ok(differences.every((value) => Math.abs(value - shift) < 1e-5));
});

test('one penalty gives what it gives in a sweep, to the tolerance, and the same bytes twice', () => {
  const data = example(100, 40);
  for (const tolerance of [undefined, 1e-8]) {
    const [, fit] = fitRidge({ ...data, alphas, tolerance });
    const [alone] = fitRidge({ ...data, alphas: [1], tolerance });
    assert.ok(distance(fit.weights, alone.weights) < (tolerance ? 1e-5 : 1e-12));
    assert.deepEqual(fitRidge({ ...data, alphas, tolerance })[1].weights, fit.weights);
  }
});

test('the residual tells when the iterations ran out', () => {
  const calls: number[] = [];
  const data = example(100, 80);
  const [fit] = fitRidge({
    ...data,
    alphas: [1e-3],
    tolerance: 1e-8,
    maxIterations: 4,
    onIteration: (i) => calls.push(i),
  });
  assert.deepEqual(calls, [1, 2, 3, 4]);
  assert.ok(fit.residual > 1e-8);
  assert.ok(fitRidge({ ...data, alphas: [1e-3], tolerance: 1e-8 })[0].residual <= 1e-8);
  assert.equal(fitRidge({ ...data, alphas: [1e-3] })[0].residual, 0);
});

test('without a penalty the weights are those of least norm', () => {
  const data = example(20, 50);
  const [fit] = fitRidge({ ...data, alphas: [0] });
  const [iterated] = fitRidge({ ...data, alphas: [0], tolerance: 1e-10 });
  assert.ok(distance(fit.weights, iterated.weights) < 1e-6 * distance(fit.weights, new Float64Array(50)));
  assert.ok(distance(predictRidge(fit, data.x), data.y) < 1e-8);
});

test('a constant target and a constant input need no weights', () => {
  const data = example(20, 5);
  const [fit] = fitRidge({ ...data, y: new Float64Array(20).fill(7), alphas: [1] });
  assert.deepEqual([...fit.weights], [0, 0, 0, 0, 0]);
  assert.equal(fit.intercept, 7);
  const [flat] = fitRidge({ ...data, x: new Float32Array(100).fill(0.5), alphas: [1] });
  assert.ok(flat.weights.every((weight) => Math.abs(weight) < 1e-9));
});

test('the penalty is chosen on validation data', () => {
  const fits = fitRidge({ ...example(60, 50), alphas: [1e-6, 1, 1e7] });
  const validation = example(500, 50, 'validation');
  const { best, scores } = chooseRidge(fits, validation.x, validation.y);
  assert.equal(best.alpha, 1);
  assert.deepEqual(
    scores.map(({ alpha }) => alpha),
    [1e-6, 1, 1e7],
  );
  assert.ok(scores[1].r2 > 0.9 && scores[2].r2 < 0.5);
});

test('misuse is refused', () => {
  const data = example(10, 4);
  assert.throws(() => fitRidge({ ...data, alphas: [-1] }), /finite and >= 0, not -1/);
  assert.throws(() => fitRidge({ ...data, n: 9, alphas: [1] }), /9 rows but 10 targets/);
  assert.throws(() => fitRidge({ ...data, p: 5, alphas: [1] }), /40 inputs are not 10 rows of 5/);
  const [fit] = fitRidge({ ...data, alphas: [1] });
  assert.throws(() => predictRidge(fit, new Float32Array(7)), /7 inputs are not rows of 4/);
});
