import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareOutcomes } from '../../../runners/src/engine/compare.ts';
import { rememberMeasurement } from '../../../runners/src/engine/measurements.ts';
import { about, metric, outcomeOf, outcomeOfRuns } from './outcomes.ts';

/** Three seeds whose range is 0.1: the noise floor over seeds is 0.05. */
const seeds = (shift = 0) => outcomeOf(...[0.7, 0.75, 0.8].map((value) => [metric('r2', value + shift)]));
const single = (value: number) => outcomeOf([metric('r2', value)]);
const curve = (last: number, name = 'loss') => ({
  name,
  label: 'Loss',
  scope: {},
  x: { name: 'epoch', unit: '', values: [1, 2] },
  y: { name: 'loss', unit: '', values: [1, last] },
});
const drawn = (value: number, last: number, name?: string) =>
  outcomeOfRuns({ metrics: [metric('r2', value)], curves: [curve(last, name)] });
const gated = (value: number, measured: number, passed = true) =>
  outcomeOfRuns({
    metrics: [metric('r2', value)],
    gates: [{ name: 'shuffled labels', value: measured, relation: '<', threshold: 0.1, passed }],
  });

/** A value that the same key gave before, 0.02 away. */
const before = rememberMeasurement(null, single(0.7), single(0.72), about()).measurements;

const cases = [
  { name: 'the same', of: seeds(), and: seeds(), result: 'equal', where: [] },
  { name: 'a shift inside the range over seeds', of: seeds(), and: seeds(0.04), result: 'within-noise', where: ['r2'] },
  { name: 'a shift beyond it', of: seeds(), and: seeds(0.06), result: 'changed', where: ['r2'] },
  { name: 'any shift of one seed', of: single(0.7), and: single(0.701), result: 'changed', where: ['r2'] },
  {
    name: 'one seed, no further than it was measured before',
    of: single(0.7),
    and: single(0.69),
    before,
    result: 'within-noise',
    where: ['r2'],
  },
  { name: 'one seed, further than that', of: single(0.7), and: single(0.73), before, result: 'changed', where: ['r2'] },
  { name: 'a metric that is gone', of: seeds(), and: outcomeOf([]), result: 'changed', where: ['r2'] },
  { name: 'a metric that is new', of: outcomeOf([]), and: seeds(), result: 'changed', where: ['r2'] },
  { name: 'another curve', of: drawn(0.7, 0.5), and: drawn(0.7, 0.4), result: 'changed', where: ['curves'] },
  {
    name: 'a curve that moves with the metrics',
    of: drawn(0.7, 0.5),
    and: drawn(0.71, 0.4),
    before,
    result: 'within-noise',
    where: ['r2', 'curves'],
  },
  {
    name: 'a curve of another name beside noise',
    of: drawn(0.7, 0.5),
    and: drawn(0.71, 0.5, 'accuracy'),
    before,
    result: 'changed',
    where: ['r2', 'curves'],
  },
  {
    name: "a gate's value that moves with the metrics",
    of: gated(0.7, 0.01),
    and: gated(0.71, 0.02),
    before,
    result: 'within-noise',
    where: ['r2', 'gates'],
  },
  {
    name: 'a gate that fails now',
    of: gated(0.7, 0.01),
    and: gated(0.71, 0.2, false),
    before,
    result: 'changed',
    where: ['r2', 'status', 'gates'],
  },
];

describe('compareOutcomes', () => {
  for (const { name, of, and, before = [], result, where } of cases) {
    it(`${name}: ${result}`, () => {
      const compared = compareOutcomes(of, and, before);
      assert.equal(compared.result, result);
      assert.deepEqual(
        compared.differences.map((one) => one.where.replace(/^line-fit\/|\?.*$/g, '')),
        where,
      );
    });
  }

  it('tells the noise floor beside a metric', () => {
    assert.deepEqual(compareOutcomes(single(0.7), single(0.71), before).differences[0], {
      where: 'line-fit/r2?snr=5',
      committed: '0.7',
      reexecuted: '0.71',
      noise: 0.72 - 0.7,
    });
  });

  it('is no noise where a committed value disagrees with its own seeds', () => {
    const edited = seeds();
    edited.metrics[0].value += 0.01;
    assert.equal(compareOutcomes(edited, seeds()).result, 'changed');
  });
});
