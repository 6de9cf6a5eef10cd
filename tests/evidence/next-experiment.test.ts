import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadedRoot } from '../../src/content/types.ts';
import { nextExperiments } from '../../src/evidence/next-experiment.ts';
import { claimEntry, metric, outcome, stateOf } from './fixtures.ts';

const configs = (upstream: Record<string, string[]>) =>
  new Map(
    Object.entries(upstream).map(([id, ids]) => [id, { config: { id, upstream: ids } }]),
  ) as unknown as LoadedRoot['configs'];
const claim = (id: string, left: string, right: string | number, more = {}) =>
  claimEntry({ id, kind: 'comparison', left, relation: '>', right, ...more });

test('the experiment that unlocks most claims comes first, those that must wait last', () => {
  const planned = { few: ['done'], many: [], alone: ['done'], waits: ['few', 'done'], none: [], also: [] };
  const claims = [
    claim('A-1', 'few/r2', 0),
    claim('A-2', 'many/r2', 'few/r2'),
    claim('A-3', 'many/r2', 'alone/r2', { level: 'headline' }),
    claim('A-4', 'alone/r2', 0),
    claim('A-5', 'alone/r2', 'done/r2', { level: 'headline' }),
    claim('A-6', 'waits/r2', 0),
    claim('A-7', 'waits/r2', 1),
    claim('A-8', 'waits/r2', 2),
    claim('A-9', 'done/r2', 0),
  ];
  const state = stateOf([outcome('done', [metric('r2', {}, [1])])], claims, { planned: new Set(Object.keys(planned)) });
  const rows = nextExperiments({ configs: configs({ ...planned, done: [] }) }, state);
  assert.deepEqual(rows, [
    { experiment: 'alone', claims: ['A-4', 'A-5', 'A-3'], alone: 2, headline: 2, waitsFor: [] },
    { experiment: 'few', claims: ['A-1', 'A-2'], alone: 1, headline: 0, waitsFor: [] },
    { experiment: 'many', claims: ['A-2', 'A-3'], alone: 0, headline: 1, waitsFor: [] },
    { experiment: 'also', claims: [], alone: 0, headline: 0, waitsFor: [] },
    { experiment: 'none', claims: [], alone: 0, headline: 0, waitsFor: [] },
    { experiment: 'waits', claims: ['A-6', 'A-7', 'A-8'], alone: 3, headline: 0, waitsFor: ['few'] },
  ]);
});
