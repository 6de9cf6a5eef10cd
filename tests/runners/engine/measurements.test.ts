import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { machineClass } from '../../../runners/src/engine/machine.ts';
import { createMeasurementStore } from '../../../runners/src/engine/measurement-store.ts';
import { measurementsOfKey, rememberMeasurement } from '../../../runners/src/engine/measurements.ts';
import { measuredSpread, measurementsSchema, UserError, type Measurements } from '../../../runners/src/schema/index.ts';
import { about, metric, outcomeOf } from './outcomes.ts';

const r2 = 'line-fit/r2?snr=5';
const committed = outcomeOf([metric('r2', 0.7), metric('mae', 0.3), metric('epochs', 9, { headline: false })]);
const giving = (value: number) =>
  outcomeOf([metric('r2', value), metric('mae', 0.3), metric('epochs', 9, { headline: false })]);

/** Remembers several measurements, each at a later day. */
function remember(...all: [value: number, more?: Parameters<typeof about>[0]][]): Measurements {
  let kept: Measurements | null = null;
  for (const [i, [value, more]] of all.entries()) {
    const date = `2026-11-2${i + 1}T12:00:00.000Z`;
    kept = rememberMeasurement(kept, committed, giving(value), about({ date, ...more }));
  }
  return measurementsSchema.parse(kept);
}

const summary = ({ measurements }: Measurements) =>
  measurements.map(({ date, result, values }) => [date.slice(0, 10), result, ...values.map(({ value }) => value)]);

describe('rememberMeasurement', () => {
  it('keeps the values that differ, and counts those that do not', () => {
    const [one] = remember([0.71]).measurements;
    assert.deepEqual(one.values, [{ metric: r2, value: 0.71 }]);
    assert.equal(one.compared, 3);
    assert.equal(one.result, 'changed');
    assert.deepEqual(one.otherDifferences, []);
  });

  it('an equal newer one takes the place of the older', () => {
    assert.deepEqual(summary(remember([0.7], [0.7])), [['2026-11-22', 'equal']]);
    assert.deepEqual(summary(remember([0.71], [0.7], [0.71])), [
      ['2026-11-22', 'equal'],
      ['2026-11-23', 'changed', 0.71],
    ]);
  });

  it('another machine, backend or value makes another entry', () => {
    const all = remember(
      [0.7],
      [0.7, { machine: 'linux-arm64' }],
      [0.7, { backend: { name: 'node', version: '1' } }],
      [0.71],
      [0.705],
    );
    assert.equal(all.measurements.length, 5);
    // The fifth lies no further from the committed value than the fourth.
    assert.equal(all.measurements[4].result, 'within-noise');
  });

  it('drops what was measured for another key', () => {
    const older = remember([0.71]);
    const newer = rememberMeasurement(older, committed, giving(0.72), about({ key: 'b'.repeat(64) }));
    assert.deepEqual(summary(newer), [['2026-11-21', 'changed', 0.72]]);
    assert.deepEqual(measurementsOfKey(older, 'b'.repeat(64)), []);
    assert.deepEqual(measurementsOfKey(null, 'b'.repeat(64)), []);
  });

  it('names metrics that only one has, and figures', () => {
    const other = outcomeOf([metric('r2', 0.7), metric('mae', 0.3), metric('bias', 0)]);
    const { measurements } = rememberMeasurement(null, committed, other, about({ differences: ['figure loss.svg'] }));
    const { result, compared, otherDifferences } = measurements[0];
    assert.deepEqual(
      { result, compared, otherDifferences },
      {
        result: 'changed',
        compared: 2,
        otherDifferences: ['line-fit/epochs?snr=5', 'line-fit/bias?snr=5', 'figure loss.svg'],
      },
    );
    const drawn = rememberMeasurement(null, committed, committed, about({ differences: ['figure loss.svg'] }));
    assert.equal(drawn.measurements[0].result, 'changed');
  });
});

describe('measuredSpread', () => {
  it('is the larger of half the range over seeds and the farthest measurement', () => {
    const seeded = outcomeOf([metric('r2', 0.7)], [metric('r2', 0.8)]);
    const address = r2;
    assert.equal(measuredSpread(seeded, []).get(address)!.floor.toFixed(6), '0.050000');
    const far = rememberMeasurement(null, seeded, giving(0.9), about()).measurements;
    assert.deepEqual(measuredSpread(seeded, far).get(address), { floor: 0.9 - 0.75, seeds: 2, measurements: 1 });
    assert.deepEqual(measuredSpread(committed, []).get(address), { floor: 0, seeds: 1, measurements: 0 });
  });
});

function folder(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'measurements-'));
  context.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe('the measurement store', () => {
  it('reads what it wrote, and null where nothing is', (t) => {
    const store = createMeasurementStore(folder(t));
    assert.equal(store.read('line-fit', 'smoke'), null);
    const all = remember([0.71], [0.7]);
    store.write(all);
    assert.deepEqual(store.read('line-fit', 'smoke'), all);
  });

  for (const [name, text] of [
    ['cut short', '{"schemaVersion": 1, "id'],
    ['of another form', '{"schemaVersion": 1}'],
  ]) {
    it(`refuses a file that is ${name}, which stays`, (t) => {
      const root = folder(t);
      const file = join(root, 'line-fit', 'smoke', 'measurements.json');
      mkdirSync(join(root, 'line-fit', 'smoke'), { recursive: true });
      writeFileSync(file, text);
      assert.throws(
        () => createMeasurementStore(root).read('line-fit', 'smoke'),
        (error) => error instanceof UserError && error.message.startsWith(`${file} cannot be used: `),
      );
      assert.equal(readFileSync(file, 'utf8'), text);
    });
  }
});

describe('machineClass', () => {
  const cases = [
    ['Intel(R) Xeon(R) CPU @ 2.20GHz', 'linux-x64 Intel Xeon'],
    ['AMD EPYC 9B14  96-Core', 'linux-x64 AMD EPYC 9B14 96-Core'],
    ['Apple M2', 'linux-x64 Apple M2'],
    ['unknown', 'linux-x64'],
    ['', 'linux-x64'],
  ];
  for (const [processor, expected] of cases) {
    it(`${processor || 'an empty name'}: ${expected}`, () => {
      assert.equal(machineClass({ platform: 'linux', arch: 'x64', processor }), expected);
    });
  }
});
