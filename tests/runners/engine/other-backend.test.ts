import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import type { RunMetric } from '../../../runners/src/engine/experiment.ts';
import { compareMeasured, measuredBeside } from '../../../runners/src/engine/other-backend.ts';

const backend = { name: 'node', version: 'any' };

function metric(name: string, value: number, headline = true): RunMetric {
  const resamples = headline ? { resamples: [value - 0.1, value, value + 0.1] } : {};
  const fields = {
    label: name,
    unit: '',
    direction: 'higher',
    split: 'test',
    scope: { snr: 5 },
    n: 3,
    digits: 3,
  } as const;
  return { name, value, ...fields, ...resamples };
}

/** An outcome of one run a seed, each with the given metrics. */
const outcome = (...runs: RunMetric[][]) =>
  aggregate(
    'line-fit',
    'smoke',
    runs.map((metrics, i) => ({ seed: i + 1, result: { metrics } })),
  );

test('keeps the headline values that differ and counts those that do not', () => {
  const reference = outcome([metric('r2', 0.5), metric('mae', 0.3), metric('epochs', 9, false)]);
  const other = outcome([metric('r2', 0.5), metric('mae', 0.31), metric('epochs', 8, false)]);
  assert.deepEqual(measuredBeside(reference, other, backend), {
    backend,
    compared: 2,
    values: [{ metric: 'line-fit/mae?snr=5', value: 0.31 }],
  });
  assert.equal(measuredBeside(reference, outcome([metric('r2', 0.5)]), backend).compared, 1);
});

test('the largest difference is the one that stands out most from the noise over seeds', () => {
  const reference = outcome([metric('r2', 0.5), metric('mae', 0.3)], [metric('r2', 0.7), metric('mae', 0.302)]);
  const other = outcome([metric('r2', 0.52), metric('mae', 0.302)], [metric('r2', 0.7), metric('mae', 0.304)]);
  const { largest, ...counts } = compareMeasured(reference, measuredBeside(reference, other, backend));
  assert.deepEqual(counts, { compared: 2, differing: 2 });
  const { noise, ...rest } = largest!;
  assert.deepEqual(rest, { metric: 'line-fit/mae?snr=5', reference: 0.301, value: 0.303 });
  assert.ok(Math.abs(noise - 0.001) < 1e-12);
});

test('with one seed, a difference is held against the value', () => {
  const reference = outcome([metric('r2', 0.5), metric('rmse', 100)]);
  const other = outcome([metric('r2', 0.51), metric('rmse', 101)]);
  const measured = measuredBeside(reference, other, backend);
  assert.equal(compareMeasured(reference, measured).largest!.metric, 'line-fit/r2?snr=5');
});

test('equal outcomes have no largest difference', () => {
  const reference = outcome([metric('r2', 0.5)]);
  assert.deepEqual(compareMeasured(reference, measuredBeside(reference, reference, backend)), {
    compared: 1,
    differing: 0,
    largest: null,
  });
});
