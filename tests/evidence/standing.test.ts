import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingOf } from '../../src/evidence/standing.ts';
import { claimEntry, metric, outcome, stateOf } from './fixtures.ts';

const bound = (id: string, limit: number, more = {}) =>
  claimEntry({ id, kind: 'bound', metric: 'e/r2', relation: '>', bound: limit, ...more });
const state = stateOf(
  [outcome('e', [metric('r2', {}, [0.6, 0.8])])],
  [
    bound('A-yes', 0.5),
    bound('A-no', 0.9, { expect: 'falsified' }),
    bound('A-seeds', 0.7),
    bound('A-rests', 0.5, { restsOn: ['A-no'] }),
    bound('A-fitted', 0.5, { calibration: true }),
    claimEntry({ id: 'A-open', kind: 'trend' }),
  ],
);

for (const [claims, against, expected] of [
  [['A-yes'], [], 'holds'],
  [['A-yes', 'A-open'], [], 'partly'],
  [['A-yes', 'A-fitted'], [], 'partly'],
  [['A-open', 'A-fitted'], [], 'open'],
  [[], [], 'open'],
  [['A-yes', 'A-no'], [], 'fails'],
  [['A-yes', 'A-seeds'], [], 'fails'],
  [['A-yes', 'A-rests'], [], 'fails'],
  [['A-yes'], ['A-yes'], 'fails'],
  [['A-yes'], ['A-no', 'A-open'], 'holds'],
] as const) {
  test(`${claims.join(', ') || 'nothing'} against ${against.join(', ') || 'nothing'}: ${expected}`, () => {
    const { state: found, verified, failed, open, of } = standingOf({ claims, against }, state);
    assert.equal(found, expected);
    assert.equal(verified + failed + open, of);
  });
}
