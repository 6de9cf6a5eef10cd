import assert from 'node:assert/strict';
import { createMatrix } from '../../../runners/src/backend/wasm/matrix.ts';
import { createRandom } from '../../../runners/src/random.ts';
import type { Check } from './large.ts';

function normal(length: number, label: string): Float64Array {
  const values = new Float64Array(length);
  createRandom(1, 'matrix checks', label, length).fillNormal(values);
  return values;
}

function assertNear(actual: Float64Array, expected: number[], terms: number): void {
  for (const [i, value] of expected.entries()) {
    const limit = 2 ** -52 * terms * Math.max(1, Math.abs(value));
    assert.ok(Math.abs(actual[i] - value) <= limit, `element ${i}: ${actual[i]} instead of ${value}`);
  }
}

const sizes = [
  [1, 1],
  [3, 2],
  [4, 8],
  [7, 13],
  [21, 37],
];

/** The kernels of `wasm/matrix.ts`, which work on a memory of their own, against plain loops. */
export const matrixChecks: Check[] = sizes.map(([n, p]) => ({
  name: `matrix of ${n} x ${p} times vectors`,
  run() {
    const values = Float32Array.from(normal(n * p, 'values'));
    const [v, t] = [normal(p, 'v'), normal(n, 't')];
    const row = (i: number) => values.subarray(i * p, (i + 1) * p);
    const back = (weights: number[]) =>
      Array.from({ length: p }, (_, j) => weights.reduce((sum, weight, i) => sum + weight * row(i)[j], 0));
    const shifted = Array.from({ length: n }, (_, i) => row(i).reduce((sum, x, j) => sum + x * v[j], 0) - 0.7);

    const matrix = createMatrix(values, n, p);
    assertNear(matrix.transposeTimes(t), back([...t]), 4 * n);
    const { product, sum } = matrix.gramTimes(v, 0.7);
    assertNear(product, back(shifted), 4 * n * p);
    assertNear(Float64Array.of(sum), [shifted.reduce((total, value) => total + value, 0)], 4 * n * p);
  },
}));
