import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import type { RunMetric, RunResult } from '../../../runners/src/engine/experiment.ts';
import { compareOutcomes } from '../../../runners/src/engine/compare.ts';
import { outcomeBytes } from '../../../runners/src/engine/store.ts';

const metric = (value: number, over: Partial<RunMetric> = {}): RunMetric => ({
  name: 'r2',
  label: 'R2',
  value,
  unit: '',
  direction: 'higher',
  split: 'test',
  scope: { model: 'a' },
  n: 10,
  digits: 2,
  ...over,
});

const run = (seed: number, result: Partial<RunResult>) => ({ seed, result: { metrics: [], ...result } });

suite('aggregate', () => {
  test('is the mean over seeds, with each seed kept in order', () => {
    const outcome = aggregate('x', 'smoke', [run(2, { metrics: [metric(0.4)] }), run(1, { metrics: [metric(0.2)] })]);
    assert.equal(outcome.metrics[0].value, 0.3);
    assert.deepEqual(outcome.metrics[0].perSeed, [
      { seed: 1, value: 0.2 },
      { seed: 2, value: 0.4 },
    ]);
  });

  test('its interval is that of the mean over seeds, replicate by replicate', () => {
    const first = Array.from({ length: 101 }, (_, i) => i);
    const resamples = [first, first.map((value) => 100 - value)];
    const runs = resamples.map((values, i) =>
      run(i + 1, { metrics: [metric(1, { resamples: values, keepResamples: true })] }),
    );
    const [{ ci, resamples: kept }] = aggregate('x', 'smoke', runs).metrics;
    assert.deepEqual(ci, { level: 0.95, low: 50, high: 50, method: 'bootstrap' });
    assert.equal(kept!.length, 101);
  });

  test('sorts metrics by name, then by scope with numbers as numbers', () => {
    const metrics = [10, 9, 100].map((snr) => metric(0, { scope: { snr } }));
    const { metrics: sorted } = aggregate('x', 'smoke', [
      run(1, { metrics: [...metrics, metric(0, { name: 'mae' })] }),
    ]);
    assert.deepEqual(
      sorted.map(({ name, scope }) => [name, scope.snr]),
      [
        ['mae', undefined],
        ['r2', 9],
        ['r2', 10],
        ['r2', 100],
      ],
    );
  });

  test('refuses a number that is not finite and a metric measured twice by one seed', () => {
    assert.throws(
      () => aggregate('x', 'smoke', [run(1, { metrics: [metric(NaN)] })]),
      /metric r2 .* is NaN at seed 1; it must be finite/,
    );
    assert.throws(() => aggregate('x', 'smoke', [run(1, { metrics: [metric(1), metric(2)] })]), /measured twice/);
  });

  test('diverged and failed gates are a status', () => {
    const gate = { name: 'g', value: 1, relation: '<' as const, threshold: 0, passed: false };
    assert.equal(aggregate('x', 'smoke', [run(1, {}), run(2, { status: 'diverged' })]).status, 'diverged');
    assert.equal(aggregate('x', 'smoke', [run(1, { gates: [gate] })]).status, 'failed-gate');
    const nonsense = aggregate('x', 'smoke', [run(1, { status: 'diverged', metrics: [metric(NaN)] })]);
    assert.deepEqual([nonsense.status, nonsense.metrics], ['diverged', []]);
  });

  test('bytes have sorted keys and a newline at the end', () => {
    const bytes = outcomeBytes(aggregate('x', 'smoke', [run(1, { metrics: [metric(0.5)] })]));
    assert.ok(bytes.endsWith('}\n'));
    const keys = Object.keys(JSON.parse(bytes) as object);
    assert.deepEqual(keys, [...keys].sort());
  });
});

suite('compareOutcomes', () => {
  const outcome = (...values: number[]) =>
    aggregate(
      'x',
      'smoke',
      values.map((value, i) => run(i + 1, { metrics: [metric(value)] })),
    );

  test('equal, within the noise over seeds, or changed', () => {
    assert.equal(compareOutcomes(outcome(0.2, 0.4), outcome(0.2, 0.4)).result, 'equal');
    assert.equal(compareOutcomes(outcome(0.2, 0.4), outcome(0.25, 0.4)).result, 'within-noise');
    assert.equal(compareOutcomes(outcome(0.2, 0.4), outcome(0.9, 0.4)).result, 'changed');
  });

  test('names every difference by its address', () => {
    const { differences } = compareOutcomes(outcome(0.5), outcome(0.6));
    assert.deepEqual(differences, [{ where: 'x/r2?model=a', committed: '0.5', reexecuted: '0.6', noise: 0 }]);
  });

  test('a value edited apart from its seeds is changed, however small the edit', () => {
    const edited = outcome(0.2, 0.4);
    edited.metrics[0].value += 0.01;
    assert.equal(compareOutcomes(edited, outcome(0.2, 0.4)).result, 'changed');
  });
});
