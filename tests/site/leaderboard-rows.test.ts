import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLinks } from '../../src/site/lib/links.ts';
import type { SiteContext } from '../../src/site/views/context.ts';
import { leaderboardRows } from '../../src/site/views/leaderboard-rows.ts';
import { claim, metric, outcome } from '../evidence/fixtures.ts';

const run = (id: string, value: number, train: number, name = 'r2', unit = '') =>
  outcome(id, [metric(name, { model: 'a' }, [value], { unit })], { scale: { train } });

/** A site of one suite, as far as the rows look at it; `upstream` by experiment. */
function rowsOf(
  runs: ReturnType<typeof run>[],
  more: { upstream?: Record<string, string[]>; imported?: string; stale?: string; claims?: ReturnType<typeof claim>[] },
) {
  const { upstream = {}, imported, stale, claims = [] } = more;
  const site = {
    outcomes: new Map(runs.map((one) => [one.id, one])),
    loaded: {
      configs: new Map(runs.map(({ id }) => [id, { config: { suite: 's', upstream: upstream[id] ?? [] } }])),
    },
    judged: new Map(claims.map((one) => [one.id, { id: one.id, claim: one }])),
    evidence: { imported: new Map(imported ? [[imported, 'wandb']] : []) },
    freshness: new Map(stale ? [[stale, { status: 'stale', reason: 'older' }]] : []),
    links: createLinks('/'),
  } as unknown as SiteContext;
  return leaderboardRows(site, 's').map(
    (row) => `${row.kind} ${row.value} ${row.train} ${row.from.text}${row.stale ? ' stale' : ''}`,
  );
}

describe('rows of a leaderboard', () => {
  test('numbers of two training sizes that print alike both stand', () => {
    assert.deepEqual(rowsOf([run('one', 0.9, 100), run('two', 0.9, 1000)], {}), [
      'executed 0.90 100 one',
      'executed 0.90 1000 two',
    ]);
  });

  test('an executed and an imported number that print alike both stand', () => {
    assert.deepEqual(rowsOf([run('one', 0.9, 100), run('two', 0.9, 100)], { imported: 'one' }), [
      'executed 0.90 100 two',
      'imported 0.90 100 one',
    ]);
  });

  test('a number taken over unchanged from upstream stands once, under the run that computed it', () => {
    const upstream = { two: ['one'], three: ['two'] };
    assert.deepEqual(rowsOf([run('one', 0.9, 100), run('two', 0.9, 100), run('three', 0.9, 100)], { upstream }), [
      'executed 0.90 100 one',
    ]);
    assert.equal(rowsOf([run('one', 0.9, 100), run('two', 0.9001, 100)], { upstream }).length, 2);
  });

  test('a stale run says so', () => {
    assert.deepEqual(rowsOf([run('one', 0.9, 100)], { stale: 'one' }), ['executed 0.90 100 one stale']);
  });
});

describe('numbers of sources', () => {
  const stated = (value: number, more: object, unit = ''): string | undefined => {
    const metrics = { kind: 'value', metric: 'one/share?model=a', status: 'reported' };
    const claims = [claim({ ...metrics, reported: { value, ...more }, scale: { train: 5 } })];
    return rowsOf([run('one', 0.5, 5, 'share', unit)], { claims }).find((row) => row.startsWith('reported'));
  };
  for (const [name, said, expected] of [
    ['a per cent of a pure number is a share', stated(62, { unit: '%' }), 'reported 0.62 5 A-x'],
    ['also where the sign is printed', stated(62.5, { written: '62.5%' }), 'reported 0.625 5 A-x'],
    ['a per cent of per cents stays', stated(62, { unit: '%' }, '%'), 'reported 62% 5 A-x'],
    ['the name of a pure number is no unit', stated(0.71, { unit: 'R²' }), 'reported 0.71 5 A-x'],
    ['a unit is said', stated(0.1, {}, 'dex'), 'reported 0.1 dex 5 A-x'],
    ['what is no number stays as printed', stated(0.9, { written: '0.9 or so' }), 'reported 0.9 or so 5 A-x'],
  ] as const) {
    test(name, () => assert.equal(said, expected));
  }
});
