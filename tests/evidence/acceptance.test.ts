import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acceptanceState } from '../../src/evidence/acceptance.ts';
import { metric, outcome, stateOf } from './fixtures.ts';

const state = stateOf(
  [
    outcome('e', [metric('r2', {}, [0.1 + 0.2]), metric('mae', {}, [62], { unit: 'K' })]),
    outcome('old', [metric('r2', {}, [0.9])]),
    outcome('tracked', [metric('r2', {}, [0.9])]),
  ],
  [],
  {
    freshness: { old: { status: 'stale', reason: 'config' } },
    imported: new Map([['tracked', 'wandb']]),
    planned: new Set(['plan']),
  },
);

describe('the acceptance table of a log', () => {
  const cases: [metric: string, relation: '<' | '<=' | '>' | '>=', threshold: number, state: string, reason: string][] =
    [
      ['e/r2', '>', 0.2, 'passed', 'r2 is 0.30, > 0.2.'],
      ['e/r2', '>', 0.4, 'failed', 'r2 is 0.30, not > 0.4.'],
      ['e/r2', '<=', 0.3, 'passed', 'r2 is 0.30, <= 0.3.'],
      ['e/r2', '>', 0.3, 'failed', 'r2 is 0.30, not > 0.3.'],
      ['e/mae', '<', 70, 'passed', 'mae is 62.00 K, < 70.'],
      ['old/r2', '>', 0.5, 'open', 'old is stale (config).'],
      ['old/r2', '<', 0.5, 'open', 'old is stale (config).'],
      ['tracked/r2', '>', 0.5, 'open', 'tracked is imported from wandb, not re-executed.'],
      ['plan/r2', '>', 0.5, 'open', 'Planned: plan.'],
      ['none/r2', '>', 0.5, 'open', '"none/r2" names the experiment none, which has no result.'],
      ['e/none', '>', 0.5, 'open', '"e/none" matches no metric of e.'],
    ];
  for (const [address, relation, threshold, expected, reason] of cases) {
    it(`${address} ${relation} ${threshold} is ${expected}`, () => {
      const row = { criterion: 'c', metric: address, relation, threshold };
      assert.deepEqual(acceptanceState(row, state), { state: expected, reason });
    });
  }
});
