import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareMeasured } from '../../../runners/src/engine/other-backend.ts';
import { rememberMeasurement } from '../../../runners/src/engine/measurements.ts';
import type { Outcome } from '../../../runners/src/schema/index.ts';
import { about, metric, outcomeOf } from './outcomes.ts';

const measured = (reference: Outcome, other: Outcome) =>
  rememberMeasurement(null, reference, other, about({ kind: 'backend' })).measurements[0];

test('the largest difference is the one that stands out most from the noise over seeds', () => {
  const reference = outcomeOf([metric('r2', 0.5), metric('mae', 0.3)], [metric('r2', 0.7), metric('mae', 0.302)]);
  const other = outcomeOf([metric('r2', 0.52), metric('mae', 0.302)], [metric('r2', 0.7), metric('mae', 0.304)]);
  const { largest, ...counts } = compareMeasured(reference, measured(reference, other));
  assert.deepEqual(counts, { compared: 2, differing: 2 });
  const { noise, ...rest } = largest!;
  assert.deepEqual(rest, { metric: 'line-fit/mae?snr=5', reference: 0.301, value: 0.303 });
  assert.ok(Math.abs(noise - 0.001) < 1e-12);
});

test('with one seed, a difference is held against the value', () => {
  const reference = outcomeOf([metric('r2', 0.5), metric('rmse', 100)]);
  const other = outcomeOf([metric('r2', 0.51), metric('rmse', 101)]);
  assert.equal(compareMeasured(reference, measured(reference, other)).largest!.metric, 'line-fit/r2?snr=5');
});

test('a headline metric goes before one without an interval', () => {
  const reference = outcomeOf([metric('r2', 0.5), metric('epochs', 9, { headline: false })]);
  const other = outcomeOf([metric('r2', 0.51), metric('epochs', 20, { headline: false })]);
  assert.equal(compareMeasured(reference, measured(reference, other)).largest!.metric, 'line-fit/r2?snr=5');
});

test('equal outcomes have no largest difference', () => {
  const reference = outcomeOf([metric('r2', 0.5)]);
  assert.deepEqual(compareMeasured(reference, measured(reference, reference)), {
    compared: 1,
    differing: 0,
    largest: null,
  });
});
