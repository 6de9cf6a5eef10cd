import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contradictionsSchema } from '@paper-factory/runners/schema';
import { contradictionsOf } from '../../src/evidence/contradictions.ts';
import { claimEntry, metric, outcome, stateOf, track } from './fixtures.ts';

const value = (id: string, address: string, written: string, more = {}) =>
  claimEntry({ id, kind: 'value', metric: address, value: written, ...more });
const because = 'x';
const claims = [
  value('A-one', 'e/r2?snr=5&model=vit', '0.71', { tolerance: { absolute: 0.01 } }),
  value('A-two', 'e/r2?model=vit&snr=5', '0.75', { expect: 'falsified', because }),
  value('A-coarse', 'e/r2?model=vit&snr=5', '0.7', { tolerance: { absolute: 0.1 } }),
  value('A-target', 'e/r2?model=vit&snr=5', '0.9', { status: 'target', expect: 'falsified', because }),
  value('A-large', 'e/r2?model=vit&snr=5', '0.8', { scale: { train: 1000000 }, expect: 'falsified', because }),
  value('A-short', 'e/share', '62'),
  claimEntry({ id: 'A-percent', kind: 'value', metric: 'e/share?model=vit', reported: { value: '62%' } }),
  value('A-full', 'e/share?model=vit', '70', { expect: 'falsified', because }),
  claimEntry({ id: 'A-above', kind: 'bound', metric: 'plan/auc', relation: '>', bound: 0.9 }),
  claimEntry({ id: 'A-far-above', kind: 'bound', metric: 'plan/auc', relation: '>', bound: 0.95 }),
  claimEntry({ id: 'A-below', kind: 'bound', metric: 'plan/auc', relation: '<', bound: 0.5 }),
  claimEntry({ id: 'A-edge', kind: 'bound', metric: 'plan/loss', relation: '>=', bound: 0.5 }),
  claimEntry({ id: 'A-at-edge', kind: 'bound', metric: 'plan/loss', relation: '<=', bound: 0.5 }),
  claimEntry({ id: 'A-under-edge', kind: 'bound', metric: 'plan/loss', relation: '<', bound: 0.5 }),
  value('A-number', 'plan/f1', '0.48'),
  claimEntry({ id: 'A-goal', kind: 'bound', metric: 'plan/f1', relation: '>', bound: 0.5 }),
  value('B-plan', 'plan/r2', '0.5'),
  value('B-other', 'plan/r2', '0.6'),
  claimEntry({ id: 'C-x', kind: 'trend', conflictsWith: ['C-y'] }),
  claimEntry({ id: 'C-y', kind: 'trend', conflictsWith: ['C-x'] }),
];
const state = stateOf(
  [
    outcome('e', [
      metric('r2', { model: 'vit', snr: 5 }, [0.71]),
      metric('share', { model: 'vit' }, [62], { unit: '%' }),
    ]),
  ],
  claims,
);

function contradictions(...entries: Record<string, unknown>[]) {
  const side = { quote: 'q', source: { document: 'd' } };
  const common = { title: 't', tracks: ['A'], weight: 1, sides: [side, side], meaning: 'm' };
  const data = contradictionsSchema.parse({
    schemaVersion: 1,
    contradictions: entries.map((one) => ({ ...common, ...one })),
  });
  const questions = [
    { id: 'decided', text: 'q', decision: 'this', because },
    { id: 'shown', text: 'q', decision: 'that', claims: ['A-one'] },
    { id: 'said', text: 'q', decision: 'those', claims: ['B-plan'] },
    { id: 'open', text: 'q' },
  ];
  const entry = { data: track({ questions }), file: 'f', line: () => 1, body: '', bodyLine: 1, format: 'md' as const };
  return contradictionsOf(
    { contradictions: { data, file: 'f', line: () => 1 }, tracks: new Map([['A', entry]]) },
    state,
  );
}

describe('contradictions', () => {
  it('finds numbers of one metric and kind that differ, and claims that conflict', () => {
    assert.deepEqual(
      contradictions().map(({ id, kind, state: found, title }) => [id, kind, found, title]),
      [
        ['a-one--a-two', 'numbers', 'settled', 'e/r2?model=vit&snr=5: 0.71 against 0.75'],
        ['a-above--a-below', 'numbers', 'open', 'plan/auc: > 0.9 against < 0.5'],
        ['a-edge--a-under-edge', 'numbers', 'open', 'plan/loss: >= 0.5 against < 0.5'],
        ['a-far-above--a-below', 'numbers', 'open', 'plan/auc: > 0.95 against < 0.5'],
        ['a-number--a-goal', 'numbers', 'open', 'plan/f1: 0.48 against > 0.5'],
        ['b-plan--b-other', 'numbers', 'open', 'plan/r2: 0.5 against 0.6'],
        ['c-x--c-y', 'claims', 'open', 'C-x against C-y'],
        ['a-percent--a-full', 'numbers', 'settled', 'e/share?model=vit: 62% against 70'],
        ['a-short--a-full', 'numbers', 'settled', 'e/share?model=vit: 62 against 70'],
      ].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  it('leaves out what a listed entry covers', () => {
    const ids = contradictions({ id: 'listed', claims: ['A-one', 'A-two', 'C-x', 'C-y'] }).map(({ id }) => id);
    assert.ok(ids.includes('b-plan--b-other'));
    assert.ok(!ids.includes('a-one--a-two') && !ids.includes('c-x--c-y'));
  });

  const byClaims = 'A-one is verified, A-two is falsified.';
  const cases: [
    name: string,
    entry: Record<string, unknown>,
    state: string,
    settledBy: string | null,
    how: string | null,
  ][] = [
    ['nothing settles it', {}, 'open', null, null],
    ['a resolution', { resolution: 'We counted.' }, 'settled', 'We counted.', 'reading'],
    ['a question decided for a reason', { question: 'decided' }, 'settled', 'this', 'reading'],
    ['a question decided on judged claims', { question: 'shown' }, 'settled', 'that', 'evidence'],
    ['a question decided on planned claims', { question: 'said' }, 'settled', 'those', 'reading'],
    ['an open question', { question: 'open' }, 'open', null, null],
    ['claims that are judged', { settledBy: ['A-one', 'A-two'] }, 'settled', byClaims, 'evidence'],
    ['words and judged claims', { resolution: 'So.', settledBy: ['A-one'] }, 'settled', 'So.', 'evidence'],
    ['a claim that is not judged', { settledBy: ['A-one', 'B-plan'] }, 'open', null, null],
  ];
  for (const [name, entry, expected, settledBy, how] of cases) {
    it(`a listed entry: ${name}`, () => {
      const [found] = contradictions({ id: 'listed', ...entry });
      assert.deepEqual([found.state, found.settledBy, found.how], [expected, settledBy, how]);
    });
  }
});
