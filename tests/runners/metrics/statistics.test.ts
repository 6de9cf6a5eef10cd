import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  mean,
  median,
  percentileInterval,
  quantile,
  standardDeviation,
} from '../../../runners/src/metrics/statistics.ts';

test('quantiles interpolate between order statistics, as NumPy and R do', () => {
  const values = [15, 20, 35, 40, 50];
  assert.equal(quantile(values, 0), 15);
  assert.equal(quantile(values, 1), 50);
  assert.equal(quantile(values, 0.4), 29);
  assert.equal(quantile([50, 15, 40, 20, 35], 0.25), 20);
  assert.deepEqual(values, [15, 20, 35, 40, 50]);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
});

test('what has no quantile is refused', () => {
  assert.throws(() => median([]), /of no values/);
  assert.throws(() => median([1, NaN]), /with NaN/);
  assert.throws(() => quantile([1], 1.5), /between 0 and 1, not 1.5/);
});

test('a percentile interval is central', () => {
  const values = Array.from({ length: 101 }, (_, i) => i);
  const { level, low, high } = percentileInterval(values, 0.9);
  assert.equal(level, 0.9);
  assert.ok(Math.abs(low - 5) < 1e-12 && Math.abs(high - 95) < 1e-12);
});

test('mean and standard deviation', () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.equal(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]), Math.sqrt(32 / 7));
  assert.equal(standardDeviation([3]), 0);
});
