import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trackGateSchema } from '@paper-factory/runners/schema';
import type { ClaimEntry } from '../../src/content/types.ts';
import { trackContentHash } from '../../src/evidence/content-hash.ts';
import { maturityOf } from '../../src/evidence/maturity.ts';
import type { EvidenceState } from '../../src/evidence/state.ts';
import { claimsOf } from '../../src/evidence/state.ts';
import { trackStates } from '../../src/evidence/track-states.ts';
import { claimEntry, metric, outcome, stateOf, track } from './fixtures.ts';

const outcomes = [
  outcome('e', [metric('r2', {}, [0.7, 0.7, 0.7]), metric('single', {}, [0.7])], { scale: { train: 100 } }),
];

const holds = (id: string, more: Record<string, unknown> = {}): ClaimEntry =>
  claimEntry({ id, kind: 'bound', metric: 'e/r2', relation: '>', bound: 0.5, ...more });

const one = { contributions: [{ n: 1, text: 'c', claims: ['A-x'] }] };

interface Case {
  name: string;
  track?: Record<string, unknown>;
  claims?: ClaimEntry[];
  state?: Partial<EvidenceState>;
  rung: string;
  next: string | null;
  blockedBy: string;
}

const missing = { item: 'Real spectra', location: 'none', action: 'Get them.' };

const cases: Case[] = [
  { name: 'no contribution', rung: 'idea', next: 'evidence', blockedBy: 'The track lists no contribution.' },
  {
    name: 'a contribution without a claim',
    track: { contributions: [{ n: 2, text: 'c' }] },
    rung: 'idea',
    next: 'evidence',
    blockedBy: 'Contribution 2 has no claim bound to an experiment with a config.',
  },
  {
    name: 'a contribution whose claim is not bound',
    track: one,
    claims: [claimEntry({ kind: 'bound' })],
    rung: 'idea',
    next: 'evidence',
    blockedBy: 'Contribution 1 has no claim bound to an experiment with a config; A-x is not bound yet.',
  },
  {
    name: 'bound, but the experiment has no result',
    track: one,
    claims: [holds('A-x', { metric: 'f/r2' })],
    state: { configs: new Set(['f']) },
    rung: 'evidence',
    next: 'executed',
    blockedBy: 'A-x is unexecuted: Not executed: f has no result.',
  },
  {
    name: 'a headline claim is named before others',
    track: one,
    claims: [
      holds('A-x'),
      claimEntry({ id: 'A-a', kind: 'bound' }),
      claimEntry({ id: 'A-b', kind: 'bound', level: 'headline' }),
    ],
    rung: 'evidence',
    next: 'executed',
    blockedBy: 'A-b is unexecuted: No test yet: the claim has no metric, relation, bound.',
  },
  {
    name: 'a stale result',
    track: one,
    claims: [holds('A-x')],
    state: { freshness: { e: { status: 'stale', reason: 'config' } } },
    rung: 'evidence',
    next: 'executed',
    blockedBy: 'A-x is stale: e is stale (config); before: r2 of e: 0.70 > 0.5 holds.',
  },
  {
    name: 'executed, with a verdict that was not expected',
    track: one,
    claims: [holds('A-x', { bound: 0.9 })],
    rung: 'executed',
    next: 'draftable',
    blockedBy: 'A-x is falsified, expected verified: r2 of e: 0.70 > 0.9 does not hold.',
  },
  {
    name: 'executed, with a planned figure',
    track: { ...one, figures: [{ n: 1, title: 'F', source: { kind: 'tbd' }, reportedState: 'asked', figure: 'e/f' }] },
    claims: [holds('A-x')],
    rung: 'executed',
    next: 'draftable',
    blockedBy: 'The figure "F" is planned.',
  },
  {
    name: 'executed, with something required missing',
    track: { ...one, missing: [missing] },
    claims: [holds('A-x')],
    rung: 'executed',
    next: 'draftable',
    blockedBy: 'Missing: Real spectra. Get them.',
  },
  {
    name: 'executed, with a question that work waits for',
    track: {
      ...one,
      questions: [{ id: 'q', text: 'Which noise?', blocking: true, options: [{ text: 'a', claim: 'A-no' }] }],
    },
    claims: [holds('A-x')],
    rung: 'executed',
    next: 'draftable',
    blockedBy: 'The question "Which noise?" is open.',
  },
  {
    name: 'draftable; a question is computed from the claim of an option, another blocks nothing',
    track: {
      ...one,
      questions: [
        { id: 'q', text: 'Which noise?', blocking: true, options: [{ text: 'a', claim: 'A-x' }, 'b'] },
        { id: 'r', text: 'Which colour?' },
      ],
    },
    claims: [holds('A-x')],
    rung: 'draftable',
    next: 'submittable',
    blockedBy: 'No reviewer has signed off content ',
  },
  {
    name: 'a blocked claim that no run tested is not executed',
    track: one,
    claims: [
      holds('A-x', { bound: 0.9, expect: 'falsified' }),
      claimEntry({ id: 'A-y', kind: 'trend', restsOn: ['A-x'], expect: 'blocked' }),
    ],
    rung: 'evidence',
    next: 'executed',
    blockedBy: 'A-y is blocked: Rests on A-x, which is falsified. ',
  },
  {
    name: 'draftable; what is missing is not required, or there',
    track: {
      ...one,
      missing: [
        { ...missing, required: false },
        { ...missing, experiment: 'e' },
      ],
    },
    claims: [holds('A-x', { scale: { train: 1000 } })],
    rung: 'draftable',
    next: 'submittable',
    blockedBy: 'A-x is a toy: train 100 of 1000.',
  },
  {
    name: 'a negative result as expected is no obstacle; one seed on a headline is',
    track: one,
    claims: [holds('A-x', { metric: 'e/single', bound: 0.9, expect: 'falsified', level: 'headline' })],
    rung: 'draftable',
    next: 'submittable',
    blockedBy: 'A-x rests on 1 of 3 seeds.',
  },
  {
    name: 'an open required risk',
    track: { ...one, risks: [{ id: 'shift', text: 'Sim to real', required: true }] },
    claims: [holds('A-x')],
    rung: 'draftable',
    next: 'submittable',
    blockedBy: 'The required risk "Sim to real" is open.',
  },
  {
    name: 'no sign-off',
    track: { ...one, risks: [{ id: 'shift', text: 'Sim to real', required: true, claims: ['A-x'] }] },
    claims: [holds('A-x')],
    rung: 'draftable',
    next: 'submittable',
    blockedBy: 'No reviewer has signed off content ',
  },
  {
    name: 'a sign-off of other content',
    track: { ...one, signOff: { reviewer: 'R', date: '2026-01-01', contentHash: 'x' } },
    claims: [holds('A-x')],
    rung: 'draftable',
    next: 'submittable',
    blockedBy: 'R signed off other content; it is ',
  },
];

describe('maturity', () => {
  for (const { name, track: raw, claims = [], state, rung, next, blockedBy } of cases) {
    it(name, () => {
      const maturity = maturityOf({ data: track(raw), body: '' }, stateOf(outcomes, claims, state));
      assert.equal(maturity.rung, rung, JSON.stringify(maturity.blockedBy));
      assert.equal(maturity.next, next);
      assert.ok(maturity.blockedBy?.text.startsWith(blockedBy), maturity.blockedBy?.text);
      assert.equal(maturity.progress.length, 5);
    });
  }

  it('counts nothing of a claim that never ran towards submission', () => {
    const claims = [
      holds('A-x', { bound: 0.9, expect: 'falsified' }),
      holds('A-planned', { metric: 'plan/r2', level: 'headline' }),
      holds('A-blocked', { metric: 'plan/r2', restsOn: ['A-x'], expect: 'blocked' }),
    ];
    const state = stateOf(outcomes, claims, { configs: new Set(['e', 'plan']), planned: new Set(['plan']) });
    const { progress } = maturityOf({ data: track(one), body: '' }, state);
    // Scale of A-x and freshness of e; not the scale of two, the seeds of one, freshness of plan, the sign-off.
    assert.deepEqual(
      progress.slice(-1).map(({ done, of }) => [done, of]),
      [[2, 7]],
    );
    assert.deepEqual([progress[2].done, progress[2].of], [1, 3]);
  });

  it('covers gates, trees and tables with the sign-off', () => {
    const gate = trackGateSchema.parse({ id: 'g', text: 'Good', claims: ['A-x'] });
    const empty = { gates: [], trees: [], triggers: [], acceptance: [] };
    const hash = (gates: (typeof gate)[]) =>
      trackContentHash({ data: track(one), body: '', decisions: { ...empty, gates } }, []);
    assert.equal(hash([]), trackContentHash({ data: track(one), body: '' }, []));
    assert.notEqual(hash([]), hash([gate]));
    assert.notEqual(hash([gate]), hash([{ ...gate, text: 'Better' }]));
  });

  it('is submittable with a sign-off of this content, and not after a change of it', () => {
    const claims = [holds('A-x', { level: 'headline' })];
    const state = stateOf(outcomes, claims);
    const contentHash = trackContentHash({ data: track(one), body: 'text' }, claimsOf('A', state));
    const data = track({ ...one, signOff: { reviewer: 'R', date: '2026-01-01', contentHash } });
    const maturity = maturityOf({ data, body: 'text' }, state);
    assert.deepEqual([maturity.rung, maturity.next, maturity.blockedBy], ['submittable', null, null]);
    assert.ok(maturity.progress.every(({ done, of }) => done === of));
    assert.equal(maturityOf({ data, body: 'other text' }, state).rung, 'draftable');
    const others = stateOf([outcome('e', [metric('r2', {}, [0.6, 0.6, 0.6])])], claims);
    assert.equal(maturityOf({ data, body: 'text' }, others).rung, 'draftable');
  });
});

describe('trackStates', () => {
  it('computes figures, reproductions, risks and missing items from what is there', () => {
    const figure = (path?: string) => ({
      n: 1,
      title: 'F',
      source: { kind: 'tbd' },
      reportedState: 'asked',
      figure: path,
    });
    const data = track({
      figures: [figure('e/a'), figure('old/a'), figure('e/none'), figure()],
      minimalRepro: [
        { item: 'i', value: 'v', experiment: 'e' },
        { item: 'i', value: 'v', experiment: 'old' },
        { item: 'i', value: 'v' },
      ],
      risks: [
        { id: 'a', text: 't', claims: ['A-x'] },
        { id: 'b', text: 't', claims: ['A-x', 'A-none'] },
        { id: 'c', text: 't' },
      ],
      missing: [
        { ...missing, figure: 'e/a' },
        { ...missing, figure: 'e/a', experiment: 'e' },
        { ...missing, figure: 'e/none', experiment: 'e' },
        missing,
      ],
    });
    const state = stateOf([...outcomes, outcome('old', [])], [holds('A-x')], {
      figures: new Set(['e/a', 'old/a']),
      freshness: { old: { status: 'stale', reason: 'config' } },
    });
    assert.deepEqual(trackStates(data, state), {
      figures: ['generated', 'stale', 'planned', 'planned'],
      minimalRepro: ['done', 'stale', 'open'],
      risks: ['closed', 'open', 'open'],
      missing: ['closed', 'closed', 'open', 'open'],
    });
  });
});
