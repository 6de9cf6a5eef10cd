import assert from 'node:assert/strict';
import { test } from 'node:test';
import { symmetricEigen } from '../../../runners/src/models/eigen.ts';
import { createRandom } from '../../../runners/src/random.ts';

/** A symmetric matrix of rank at most `rank`. */
function symmetric(n: number, rank: number): Float64Array[] {
  const random = createRandom(1, 'symmetric', n);
  const a = Array.from({ length: n }, () => new Float64Array(n));
  for (let k = 0; k < rank; k++) {
    const v = Float64Array.from({ length: n }, () => random.normal());
    const scale = k % 2 === 0 ? 1 : -0.5;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[i][j] += scale * v[i] * v[j];
  }
  return a;
}

for (const [n, rank] of [
  [1, 1],
  [2, 2],
  [3, 1],
  [7, 7],
  [40, 40],
  [40, 5],
  [4, 0],
]) {
  test(`values and vectors of a ${n} x ${n} matrix of rank ${rank} make it up`, () => {
    const a = symmetric(n, rank);
    const { values, vectors } = symmetricEigen(a);
    const size = Math.max(...a.flatMap((row) => [...row].map(Math.abs)), 1);
    for (let i = 0; i < n; i++) {
      assert.ok(i === 0 || values[i] <= values[i - 1]);
      for (let j = 0; j < n; j++) {
        const inner = vectors[i].reduce((sum, value, k) => sum + value * vectors[j][k], 0);
        assert.ok(Math.abs(inner - (i === j ? 1 : 0)) < 1e-13 * n);
        const sum = values.reduce((total, value, k) => total + value * vectors[k][i] * vectors[k][j], 0);
        assert.ok(Math.abs(sum - a[i][j]) < 1e-14 * n * size);
      }
    }
  });
}

test('known eigenvalues come out', () => {
  // Of the second difference of n points: 2 - 2 cos(k pi / (n + 1)).
  const n = 12;
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
  );
  const { values } = symmetricEigen(rows);
  for (let k = 1; k <= n; k++) {
    assert.ok(Math.abs(values[n - k] - (2 - 2 * Math.cos((k * Math.PI) / (n + 1)))) < 1e-14);
  }
});
