import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { symmetricEigen } from '../../../runners/src/models/eigen.ts';
import { fitPca, inversePca, transformPca, type Pca } from '../../../runners/src/models/pca.ts';
import { fitRidge, predictRidge, type RidgeFit } from '../../../runners/src/models/ridge.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { testFitted } from './fitted-suite.ts';

/** Principal components and ridge regression on them, composed. */
testFitted<{ pca: Pca; ridge: RidgeFit }>('pca and ridge', {
  fit(task) {
    const pca = fitPca({ ...task, components: task.p });
    const [ridge] = fitRidge({ ...task, x: transformPca(pca, task.x), alphas: [1e-9] });
    return { pca, ridge };
  },
  predict: ({ pca, ridge }, x) => predictRidge(ridge, transformPca(pca, x)),
});

/** Rows around 1 with variances 16, 4, 1 along random directions, and a little noise. */
function example(n: number, p: number): { x: Float32Array; n: number; p: number } {
  const random = createRandom(1, 'pca-test');
  const directions = Array.from({ length: 3 }, () => Float64Array.from({ length: p }, () => random.normal()));
  const x = new Float32Array(n * p);
  for (let i = 0; i < n; i++) {
    const factors = directions.map((_, k) => (4 / (1 << k)) * random.normal());
    for (let j = 0; j < p; j++) {
      const signal = directions.reduce((sum, direction, k) => sum + factors[k] * direction[j], 0);
      x[i * p + j] = 1 + signal / Math.sqrt(p) + 0.01 * random.normal();
    }
  }
  return { x, n, p };
}

/** Variances and axes (as rows) by the whole covariance matrix, in double precision. */
function exact({ x, n, p }: ReturnType<typeof example>) {
  const mean = Float64Array.from({ length: p }, (_, j) =>
    x.reduce((sum, v, i) => (i % p === j ? sum + v / n : sum), 0),
  );
  const covariance = Array.from({ length: p }, () => new Float64Array(p));
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) {
        covariance[a][b] += ((x[i * p + a] - mean[a]) * (x[i * p + b] - mean[b])) / (n - 1);
      }
    }
  }
  return symmetricEigen(covariance);
}

describe('pca', () => {
  before(() => loadBackend({ name: 'wasm' }));

  for (const [n, p] of [
    [200, 40],
    [20, 60],
    [3000, 12],
  ]) {
    test(`axes and variances of ${n} x ${p} are those of the covariance`, () => {
      const data = example(n, p);
      const { axes, variance, totalVariance, mean } = fitPca({ ...data, components: 3 });
      const { values, vectors } = exact(data);
      assert.equal(mean.length, p);
      const total = values.reduce((sum, value) => sum + value, 0);
      assert.ok(Math.abs(totalVariance - total) < 1e-9 * total);
      for (let k = 0; k < 3; k++) {
        assert.ok(Math.abs(variance[k] - values[k]) < 1e-5 * values[k]);
        const axis = Float64Array.from({ length: p }, (_, j) => axes[3 * j + k]);
        const inner = axis.reduce((sum, value, j) => sum + value * vectors[k][j], 0);
        assert.ok(Math.abs(Math.abs(inner) - 1) < 1e-5);
        assert.ok(Math.max(...axis) >= Math.max(...axis.map((value) => -value)));
      }
    });
  }

  test('the components give back the rows but for what they leave out', () => {
    const data = example(200, 40);
    const pca = fitPca({ ...data, components: 3 });
    const scores = transformPca(pca, data.x);
    const back = inversePca(pca, scores);
    let [left, scatter] = [0, 0];
    for (let i = 0; i < data.x.length; i++) left += (data.x[i] - back[i]) * (data.x[i] - back[i]);
    for (let i = 0; i < 200; i++) scatter += scores[3 * i] * scores[3 * i];
    assert.ok(Math.abs(scatter / 199 - pca.variance[0]) < 1e-4 * pca.variance[0]);
    const explained = pca.variance.reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(left / 199 - (pca.totalVariance - explained)) < 1e-5 * pca.totalVariance);
  });

  test('misuse is refused', () => {
    const data = example(10, 4);
    assert.throws(() => fitPca({ ...data, components: 5 }), /1 to 4 components of 10 rows of 4, not 5/);
    assert.throws(() => fitPca({ ...data, n: 9, components: 1 }), /40 inputs are not 9 rows of 4/);
    assert.throws(() => inversePca(fitPca({ ...data, components: 2 }), new Float32Array(3)), /not rows of 2/);
  });
});
