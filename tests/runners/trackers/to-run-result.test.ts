import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import { outcomeSchema } from '../../../runners/src/schema/outcome.ts';
import { maskedCrc32c } from '../../../runners/src/trackers/crc32c.ts';
import { metricName } from '../../../runners/src/trackers/names.ts';
import { parseNumber, parseParam } from '../../../runners/src/trackers/numbers.ts';
import { spread, toRunResult } from '../../../runners/src/trackers/to-run-result.ts';
import type { TrackedRun } from '../../../runners/src/trackers/tracker.ts';

const run: TrackedRun = {
  ...{ tracker: 'csv', name: 'a', params: {}, unusable: [], scale: { train: 8 }, date: null, tool: null, notes: [] },
  gates: [{ name: 'quick', value: 3, relation: '<', threshold: 2, passed: false }],
  metrics: [
    { name: 'val_loss', label: 'val/loss', value: 0.5, step: 4, details: {} },
    {
      name: 'r2',
      label: 'R²',
      value: 0.7,
      step: null,
      details: { split: 'test', direction: 'higher', scope: { snr: 5 } },
    },
  ],
  curves: [
    {
      ...{ name: 'val_loss', label: 'val/loss', xName: 'epoch' },
      steps: Array.from({ length: 1000 }, (_, at) => at),
      values: Array.from({ length: 1000 }, (_, at) => 1000 - at),
    },
  ],
};

suite('a tracked run as a result', () => {
  test('what a tracker does not know stays empty', () => {
    const [loss, r2] = toRunResult(run).metrics;
    const unknown = { unit: '', direction: 'none', split: 'none', scope: {}, n: null, digits: 4 };
    assert.deepEqual(loss, { ...unknown, name: 'val_loss', label: 'val/loss', value: 0.5 });
    assert.deepEqual([r2.split, r2.direction, r2.scope, r2.unit], ['test', 'higher', { snr: 5 }, '']);
  });

  test('is aggregated to an outcome that validates, with the gate that failed', () => {
    const outcome = aggregate('a', 'default', [{ seed: 1, result: toRunResult(run) }]);
    assert.equal(outcomeSchema.parse(outcome).status, 'failed-gate');
  });

  test('a curve keeps 200 points, evenly spread, the first and the last among them', () => {
    const [curve] = toRunResult(run).curves!;
    assert.equal(curve.x.values.length, 200);
    assert.deepEqual([curve.x.values[0], curve.x.values.at(-1), curve.y.values.at(-1)], [0, 999, 1]);
    assert.deepEqual([...new Set(curve.x.values)], curve.x.values);
    assert.deepEqual([curve.x.name, curve.y.name], ['epoch', 'val/loss']);
    assert.deepEqual(spread(200).length, 200);
    assert.deepEqual(spread(5, 3), [0, 2, 4]);
  });
});

test('names of trackers in the grammar of addresses', () => {
  const names = ['val/Loss', 'top-5 acc', '5shot', '_lr_', 'R²', 'a__b', '损失', '//'].map(metricName);
  assert.deepEqual(names, ['val_loss', 'top_5_acc', 'm_5shot', 'lr', 'r', 'a__b', null, null]);
});

test('numbers as languages write them', () => {
  const texts = [
    '1',
    ' -0.5 ',
    '1e-3',
    '.5',
    '5.',
    '+2',
    'nan',
    'NaN',
    '-inf',
    'Infinity',
    '',
    '0x10',
    '1,5',
    '1_000',
    'abc',
  ];
  assert.deepEqual(texts.map(parseNumber), [
    ...[1, -0.5, 0.001, 0.5, 5, 2, NaN, NaN, -Infinity, Infinity],
    ...[null, null, null, null, null],
  ]);
  assert.deepEqual(['True', 'False', '0.1', 'nan', 'adam'].map(parseParam), [true, false, 0.1, 'nan', 'adam']);
});

test('the checksum of TFRecord: CRC-32C of "123456789" is e3069283', () => {
  const crc = 0xe3069283;
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  assert.equal(maskedCrc32c(Buffer.from('123456789')), masked);
});
