import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthOf } from '../../src/evidence/health.ts';
import { claimEntry, metric, outcome, stateOf } from './fixtures.ts';

const outcomes = [
  outcome('e', [metric('r2', {}, [0.7]), metric('noisy', {}, [0.6, 0.8])], { scale: { train: 1 } }),
  outcome('old', [metric('r2', {}, [0.7])]),
];

const bound = { kind: 'bound', metric: 'e/r2', relation: '>', bound: 0.5 };

const claims = [
  claimEntry({ ...bound, id: 'A-verified', scale: { train: 2 } }),
  claimEntry({ ...bound, id: 'A-calibrated', calibration: true }),
  claimEntry({ ...bound, id: 'A-falsified', bound: 0.9 }),
  claimEntry({ ...bound, id: 'A-falsified-calibration', bound: 0.9, calibration: true }),
  claimEntry({ ...bound, id: 'A-negative', bound: 0.9, expect: 'falsified' }),
  claimEntry({ ...bound, id: 'A-contested', metric: 'e/noisy', bound: 0.7 }),
  claimEntry({ id: 'A-noise', kind: 'value', metric: 'e/noisy', value: '0.75' }),
  claimEntry({ ...bound, id: 'A-stale', metric: 'old/r2' }),
  claimEntry({ id: 'A-planned', kind: 'bound' }),
  claimEntry({ ...bound, id: 'B-verified' }),
];

describe('health', () => {
  const { judged } = stateOf(outcomes, claims, { freshness: { old: { status: 'stale', reason: 'x' } } });
  const healthOfTrack = (letter: string) => healthOf([...judged.values()].filter(({ track }) => track === letter));

  it('counts each claim once, and calibration never as verified', () => {
    assert.deepEqual(healthOfTrack('A'), {
      verified: 1,
      falsifiedAsExpected: 1,
      falsified: 2,
      calibrated: 1,
      contested: 1,
      blocked: 0,
      withinNoise: 1,
      stale: 1,
      unexecuted: 1,
      total: 9,
      unexpected: 3,
      toy: 1,
    });
  });

  it('keeps tracks apart, and is all zero for none', () => {
    assert.equal(healthOfTrack('B').verified, 1);
    assert.ok(Object.values(healthOf([])).every((count) => count === 0));
  });
});
