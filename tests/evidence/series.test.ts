import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '@paper-factory/runners/schema';
import { lookupSeries } from '../../src/evidence/series.ts';

const metric = (scope: Record<string, number>, split = 'test', name = 'r2') => ({
  name,
  scope,
  split,
  perSeed: [{ seed: 1, value: 1 }],
});
const outcomes = new Map([
  [
    'sweep',
    {
      id: 'sweep',
      metrics: [
        ...[10, 5, 7].map((snr) => metric({ parameters: 3, snr })),
        ...[5, 7].map((snr) => metric({ parameters: 4, snr })),
        metric({ parameters: 3, magnitude: 20 }),
        ...['test', 'train'].flatMap((split) => [5, 7].map((snr) => metric({ snr }, split, 'loss'))),
        ...[5, 7, 7].map((snr) => metric({ snr }, 'test', 'twice')),
      ],
    } as unknown as Outcome,
  ],
]);

describe('lookupSeries', () => {
  test('gives the metrics along one key, in its order', () => {
    const found = lookupSeries('sweep/r2?parameters=3', 'snr', outcomes);
    assert.deepEqual(found.ok && found.metrics.map(({ scope }) => scope.snr), [5, 7, 10]);
  });

  for (const [address, over, fault] of [
    ['sweep/r2', 'snr', /matches 2 series along "snr"/],
    ['sweep/r2?parameters=3', 'magnitude', /matches 1 metrics with the key "magnitude"/],
    ['sweep/loss', 'snr', /matches 2 series along "snr"/],
    ['sweep/twice', 'snr', /matches 3 metrics at 2 places along "snr"/],
    ['sweep/mae', 'snr', /matches no metric of sweep/],
    ['nowhere/r2', 'snr', /names the experiment nowhere/],
  ] as const) {
    test(`says why ${address} over ${over} is no series`, () => {
      const found = lookupSeries(address, over, outcomes);
      assert.match(found.ok ? '' : found.fault, fault);
    });
  }
});
