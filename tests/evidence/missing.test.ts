import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { datasetSchema, type Track } from '@paper-factory/runners/schema';
import type { Entry, LoadedRoot } from '../../src/content/types.ts';
import { missingOf } from '../../src/evidence/missing.ts';
import { claimEntry, metric, outcome, stateOf, track } from './fixtures.ts';

const entry = <T>(data: T): Entry<T> => ({ data, file: 'f', line: () => 1, body: '', bodyLine: 1, format: 'md' });
const dataset = (raw: Record<string, unknown>) =>
  datasetSchema.parse({
    schemaVersion: 1,
    title: `Data ${raw.id}`,
    date: '2026-01-01',
    authors: ['a'],
    kind: 'observed',
    source: 'A telescope',
    task: 't',
    ...raw,
  });

const plans = {
  contributions: [{ n: 1, text: 'c', claims: ['A-done'] }],
  figures: [
    { n: 1, title: 'Drawn', source: { kind: 'tbd' }, reportedState: 'ready', figure: 'e/drawn' },
    { n: null, title: 'Undrawn', source: { kind: 'tbd' }, reportedState: 'asked', figure: 'plan/f' },
    { n: 3, title: 'Listed', source: { kind: 'tbd' }, reportedState: 'asked', figure: 'plan/listed' },
    { n: 4, title: 'Unnamed', source: { kind: 'tbd' }, reportedState: 'asked' },
  ],
  missing: [
    { item: 'Run', location: 'Table 1', action: 'Run it', experiment: 'plan' },
    { item: 'Done run', location: 'Table 2', action: 'Run it', experiment: 'e' },
    { item: 'Wish', location: 'Text', action: 'Ask', kind: 'number', required: false },
    { item: 'Figure', location: 'Figure 3', action: 'Draw it', kind: 'figure', figure: 'plan/listed' },
  ],
};
const done = claimEntry({ id: 'A-done', contribution: 1, kind: 'bound', metric: 'e/r2', relation: '>', bound: 0 });
const waits = claimEntry({ id: 'A-waits', kind: 'bound', metric: 'plan/r2', relation: '>', bound: 0 });

function missing(claims: (typeof done)[], raw: Record<string, unknown> = plans) {
  const datasets = new Map(
    [dataset({ id: 'far', state: 'not-at-hand', standIn: 'near', tracks: ['A'] }), dataset({ id: 'near' })].map(
      (data) => [data.id, entry(data)],
    ),
  );
  const loaded: Pick<LoadedRoot, 'tracks' | 'datasets' | 'decisions'> = {
    tracks: new Map<string, Entry<Track>>([['A', entry(track(raw))]]),
    datasets,
    decisions: new Map(),
  };
  const state = stateOf([outcome('e', [metric('r2', {}, [1])])], claims, {
    figures: new Set(['e/drawn']),
    planned: new Set(['plan']),
    configs: new Set(['e', 'plan']),
  });
  return missingOf(loaded, state).map(({ item, kind, required, blocks, resolved }) => {
    const marks = [required && 'required', blocks && 'blocks', resolved && 'resolved'].filter(Boolean);
    return `${item} (${[kind, ...marks].join(', ')})`;
  });
}

describe('missingOf', () => {
  it('lists what tracks lack, figures that are not drawn, and data not at hand', () => {
    assert.deepEqual(missing([done]), [
      'Run (run, required, blocks)',
      'Done run (run, required, resolved)',
      'Wish (number)',
      'Figure (figure, required, blocks)',
      'Undrawn (figure, required, blocks)',
      'Unnamed (figure, required, blocks)',
      'Data far (data)',
    ]);
  });

  it('while claims are not executed, only what they wait for blocks', () => {
    assert.deepEqual(
      missing([done, waits]).filter((text) => text.includes('blocks')),
      ['Run (run, required, blocks)', 'Figure (figure, required, blocks)'],
    );
  });
});
