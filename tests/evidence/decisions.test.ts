import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  acceptanceTableSchema,
  decisionTreeSchema,
  trackGateSchema,
  triggerTableSchema,
} from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../../src/content/types.ts';
import { decisionsOf } from '../../src/evidence/decisions.ts';
import { claimEntry, metric, outcome, stateOf, track } from './fixtures.ts';

const outcomes = [outcome('e', [metric('r2', {}, [0.7, 0.7])]), outcome('old', [metric('r2', {}, [0.7])])];
const bound = (id: string, relation: string, limit: number, more = {}) =>
  claimEntry({ id, kind: 'bound', metric: 'e/r2', relation, bound: limit, ...more });
const claims = [
  bound('A-yes', '>', 0.5),
  bound('A-no', '>', 0.9, { expect: 'falsified' }),
  bound('A-fitted', '>', 0.5, { calibration: true }),
  claimEntry({ id: 'A-open', kind: 'trend' }),
];
const state = stateOf(outcomes, claims, {
  freshness: { old: { status: 'stale', reason: 'config' } },
  planned: new Set(['plan']),
});

interface Plans {
  track?: Record<string, unknown>;
  gates?: unknown[];
  trees?: unknown[];
  triggers?: unknown[];
  acceptance?: unknown[];
}

/** The decisions of a track A with these plans. */
function decide({ track: fields = {}, gates = [], trees = [], triggers = [], acceptance = [] }: Plans) {
  const entry = {
    data: track(fields),
    file: 'content/tracks/a.md',
    line: () => 1,
    body: '',
    bodyLine: 1,
    format: 'md' as const,
  };
  const decisions = {
    track: 'A',
    gates: gates.map((one) => trackGateSchema.parse(one)),
    trees: trees.map((one) => decisionTreeSchema.parse(one)),
    triggers: triggers.map((one) => triggerTableSchema.parse(one)),
    acceptance: acceptance.map((one) => acceptanceTableSchema.parse(one)),
    file: 'content/claims/a.yaml',
    line: () => 1,
  };
  const loaded: Pick<LoadedRoot, 'tracks' | 'decisions'> = {
    tracks: new Map([['A', entry]]),
    decisions: new Map([['A', decisions]]),
  };
  return decisionsOf('A', loaded, state);
}

describe('gates', () => {
  const bands = { excellent: { relation: '>=', threshold: 0.8 }, good: { relation: '>=', threshold: 0.6 } };
  const cases: [name: string, gate: Record<string, unknown>, band: string, reason: RegExp][] = [
    ['the band it lies in', { metric: 'e/r2', bands }, 'good', /^r2 is 0\.70; excellent >= 0\.8, good >= 0\.6\.$/],
    [
      'the better band first',
      { metric: 'e/r2', bands: { ...bands, excellent: { relation: '>', threshold: 0.6 } } },
      'excellent',
      /r2 is/,
    ],
    ['outside of both', { metric: 'e/r2', bands: { good: { relation: '<', threshold: 0.6 } } }, 'fail', /good < 0\.6/],
    ['no band', { metric: 'e/r2' }, 'open', /has no band/],
    ['planned', { metric: 'plan/r2', bands }, 'open', /^Planned: plan\.$/],
    ['not run', { metric: 'none/r2', bands }, 'open', /has no result/],
    ['stale', { metric: 'old/r2', bands }, 'open', /old is stale \(config\)/],
    ['claims that hold', { claims: ['A-yes'] }, 'good', /A-yes is verified/],
    ['one claim that does not', { claims: ['A-yes', 'A-open', 'A-no'] }, 'fail', /A-no is falsified/],
    ['a claim that is open', { claims: ['A-yes', 'A-open'] }, 'open', /A-open is unexecuted/],
    ['a claim that the simulator was fitted to', { claims: ['A-fitted'] }, 'open', /A-fitted is calibrated/],
    ['nothing yet', { experiment: 'plan' }, 'open', /^Planned: plan\.$/],
  ];
  for (const [name, gate, band, reason] of cases) {
    it(name, () => {
      const [view] = decide({ gates: [{ id: 'g', text: 'Good enough', ...gate }] }).gates;
      assert.equal(view.band, band);
      assert.match(view.reason, reason);
    });
  }
});

describe('trees', () => {
  const nodes = (test: Record<string, unknown>) => [
    { id: 'start', kind: 'action', text: 'Run', experiment: 'e', next: ['if', 'else'] },
    { id: 'if', kind: 'condition', text: 'Good?', ...test, next: ['go'] },
    { id: 'else', kind: 'condition', text: 'Not good?', ...test, unless: true, next: ['stop'] },
    { id: 'go', kind: 'action', text: 'Go on', next: ['end'] },
    { id: 'stop', kind: 'outcome', text: 'Stop' },
    { id: 'end', kind: 'outcome', text: 'End' },
  ];
  const cases: [
    name: string,
    test: Record<string, unknown>,
    states: string,
    path: string[],
    open: string[],
    ways: string,
  ][] = [
    [
      'a claim that holds opens its way',
      { claim: 'A-yes' },
      'done yes no todo unknown unknown',
      ['start', 'if', 'go', 'end'],
      [],
      'start-if if-go go-end',
    ],
    [
      'a claim that fails opens the other',
      { claim: 'A-no' },
      'done no yes todo yes unknown',
      ['start', 'else', 'stop'],
      [],
      'start-else else-stop',
    ],
    [
      'an open claim ends both',
      { claim: 'A-open' },
      'done unknown unknown todo unknown unknown',
      ['start', 'if', 'else'],
      ['if', 'else'],
      'start-if start-else',
    ],
    [
      'a gate that passes',
      { gate: 'g' },
      'done yes no todo unknown unknown',
      ['start', 'if', 'go', 'end'],
      [],
      'start-if if-go go-end',
    ],
  ];
  for (const [name, test, states, path, open, ways] of cases) {
    it(name, () => {
      const gates = [{ id: 'g', text: 'Gate', claims: ['A-yes'] }];
      const [tree] = decide({ gates, trees: [{ id: 'way', title: 'Way', root: 'start', nodes: nodes(test) }] }).trees;
      assert.equal(tree.nodes.map((node) => node.state).join(' '), states);
      assert.deepEqual(
        tree.nodes.filter(({ onPath }) => onPath).map(({ id }) => id),
        path,
      );
      assert.deepEqual(tree.open, open);
      assert.equal(
        tree.edges
          .filter((edge) => edge.open)
          .map(({ from, to }) => `${from}-${to}`)
          .join(' '),
        ways,
      );
    });
  }

  it('tells what is closed from what is not known yet', () => {
    const trees = [{ id: 'way', title: 'Way', root: 'start', nodes: nodes({ claim: 'A-no' }) }];
    const edges = decide({ trees }).trees[0].edges.map(({ from, to, open }) => [`${from}-${to}`, open]);
    assert.deepEqual(Object.fromEntries(edges), {
      'start-if': false,
      'start-else': true,
      'if-go': false,
      'else-stop': true,
      'go-end': null,
    });
  });

  it('ends in a circle too', () => {
    const round = [
      { id: 'a', kind: 'action', text: 'A', next: ['b'] },
      { id: 'b', kind: 'action', text: 'B', next: ['a', 'nowhere'] },
    ];
    const [tree] = decide({ trees: [{ id: 'r', title: 'Round', root: 'a', nodes: round }] }).trees;
    assert.deepEqual(
      tree.nodes.map(({ onPath }) => onPath),
      [true, true],
    );
  });
});

describe('tables', () => {
  it('a row is triggered by any claim, and quiet when none holds', () => {
    const rows = [['A-open', 'A-yes'], ['A-no'], ['A-no', 'A-open'], []].map((ids) => ({
      when: 'w',
      run: 'r',
      claims: ids,
    }));
    const [table] = decide({ triggers: [{ id: 't', title: 'T', rows }] }).triggers;
    assert.deepEqual(
      table.rows.map((row) => row.state),
      ['triggered', 'quiet', 'open', 'open'],
    );
  });

  it('acceptance goes by the required rows', () => {
    const row = (claim: string, required = true) => ({ criterion: 'c', claim, required });
    const stateWith = (...rows: unknown[]) => decide({ acceptance: [{ id: 't', title: 'T', rows }] }).acceptance[0];
    assert.equal(stateWith(row('A-yes'), row('A-no', false)).state, 'met');
    assert.equal(stateWith(row('A-yes'), row('A-open')).state, 'open');
    assert.equal(stateWith(row('A-open'), row('A-no')).state, 'failed');
    assert.deepEqual(
      stateWith(row('A-yes'), row('A-no'), row('A-fitted')).rows.map((one) => [one.claim?.id, one.state]),
      [
        ['A-yes', 'met'],
        ['A-no', 'failed'],
        ['A-fitted', 'open'],
      ],
    );
  });
});

describe('questions and decisions', () => {
  const options = (...ids: (string | null)[]) => ids.map((claim) => (claim ? { text: `by ${claim}`, claim } : 'plain'));
  const question = (id: string, more: Record<string, unknown>) => ({ id, text: id, ...more });
  const questions = [
    question('decided', { options: options('A-no'), decision: 'ours', because: 'so' }),
    question('computed', { options: options(null, 'A-yes', 'A-no') }),
    question('rival', { options: options('A-yes', 'A-open') }),
    question('fitted', { options: options('A-yes', 'A-fitted') }),
    question('planned', { decision: 'ours', claims: ['A-open'] }),
    question('tested', { decision: 'ours', claims: ['A-open', 'A-no'] }),
    question('none', { options: options('A-no', 'A-open') }),
    question('two', { options: options('A-yes', 'A-yes') }),
  ];

  it('a question is decided, computed from the one option that holds, or open', () => {
    assert.deepEqual(
      decide({ track: { questions } }).questions.map(({ state: found, answer }) => [found, answer]),
      [
        ['decided', 'ours'],
        ['computed', 'by A-yes'],
        ['open', null],
        ['open', null],
        ['decided', 'ours'],
        ['decided', 'ours'],
        ['open', null],
        ['open', null],
      ],
    );
  });

  const cases: [name: string, criteria: Record<string, unknown>[], state: string, pending: string[]][] = [
    ['go', [{ claims: ['A-yes'] }, { question: 'computed' }, { gate: 'g' }, { stated: 'met' }], 'go', []],
    [
      'conditional',
      [{ claims: ['A-yes'] }, { text: 'the run', claims: ['A-yes', 'A-open'] }],
      'conditional',
      ['the run'],
    ],
    ['an open question', [{ text: 'the answer', question: 'none' }], 'conditional', ['the answer']],
    ['no-go', [{ claims: ['A-open'] }, { claims: ['A-no'] }], 'no-go', ['c']],
    ['evidence before what the source states', [{ claims: ['A-no'], stated: 'met' }], 'no-go', []],
    [
      'an answer on claims that were never run',
      [{ claims: ['A-yes'] }, { text: 'the choice', question: 'planned' }],
      'conditional',
      ['the choice'],
    ],
    ['an answer on claims that were run', [{ question: 'tested' }], 'go', []],
    ['a source alone', [{ text: 'said', stated: 'met' }], 'conditional', ['said']],
    [
      'a source and an author alone',
      [
        { text: 'said', stated: 'met' },
        { text: 'ours', question: 'decided' },
      ],
      'conditional',
      ['said', 'ours'],
    ],
    ['a source that says no', [{ stated: 'failed' }], 'no-go', []],
    ['nothing computes it', [{ text: 'wish' }], 'conditional', ['wish']],
  ];
  for (const [name, criteria, expected, pending] of cases) {
    it(`decision: ${name}`, () => {
      const decisions = [{ id: 'd', title: 'D', criteria: criteria.map((one) => ({ text: 'c', ...one })) }];
      const gates = [{ id: 'g', text: 'Gate', claims: ['A-yes'] }];
      const [view] = decide({ track: { questions, decisions }, gates }).decisions;
      assert.deepEqual([view.state, view.pending], [expected, pending]);
      assert.ok(view.criteria.every(({ why }) => why !== ''));
    });
  }
});
