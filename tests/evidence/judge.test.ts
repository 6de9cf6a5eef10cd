import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { judge } from '../../src/evidence/judge.ts';
import { claimEntry, measurement, metric, outcome } from './fixtures.ts';

interface Case {
  name: string;
  claim: Record<string, unknown>;
  verdict: string;
  reason?: string;
  test?: string;
  written?: string;
}

const cases = parse(readFileSync(new URL('judge-cases.yaml', import.meta.url), 'utf8')) as Case[];

const outcomes = new Map(
  [
    outcome('e', [
      metric('r2', {}, [0.7, 0.7, 0.7]),
      metric('exact', {}, [0.71]),
      metric('edge', {}, [0.705]),
      metric('tenth', {}, [0.9]),
      metric('share', {}, [0.6]),
      metric('noisy', {}, [0.7, 0.6, 0.8]),
      metric('two', {}, [0.62, 0.66]),
      metric('pair', { model: 'vit' }, [0.6, 0.7, 0.8]),
      metric('pair', { model: 'gbdt' }, [0.5, 0.6, 0.7]),
    ]),
    outcome('sweep', [
      ...[0.2, 0.5, 0.7].map((value, i) => metric('up', { snr: 5 + i }, [value])),
      ...[0.2, 0.5, 0.4, 0.7].map((value, i) => metric('dent', { snr: 5 + i }, [value])),
      ...[0.7, 0.705, 0.695].map((value, i) => metric('flat', { snr: 5 + i }, [value])),
      ...[0.2, 0.6, 0.62].map((value, i) => metric('bend', { snr: 5 + i }, [value])),
      ...[0.9, 0.5, 0.3].map((value, i) => metric('down', { snr: 5 + i }, [value])),
      ...[0, 0.1, 0.1].map((value, i) => metric('zero', { snr: 5 + i }, [value])),
      // by seed: the dent is seen with two seeds of three; the fall from end to end with all, or with one of two
      ...[
        [0.2, 0.2, 0.2],
        [0.5, 0.5, 0.5],
        [0.4, 0.4, 0.52],
        [0.7, 0.7, 0.7],
      ].map((seeds, i) => metric('noisy_dent', { snr: 5 + i }, seeds)),
      ...[
        [0.5, 0.6],
        [0.3, 0.7],
      ].map((seeds, i) => metric('split', { snr: 5 + i }, seeds)),
      ...[
        [0.5, 0.6],
        [0.3, 0.4],
      ].map((seeds, i) => metric('fall', { snr: 5 + i }, seeds)),
      ...[
        [0.2, 0.2, 0.2, 0.2],
        [0.99, 0.99, 0.99, 0.3],
        [0.3, 0.3, 0.3, 0.5],
      ].map((seeds, i) => metric('cliff', { snr: 5 + i }, seeds)),
      ...[
        [0.2, 0.2, 0.2],
        [0.5, 0.5, 0.5],
        [0.4, 0.7, 0.7],
      ].map((seeds, i) => metric('lone_dent', { snr: 5 + i }, seeds)),
      ...[
        [0.2, 0.2],
        [0.5, 0.5],
        [0.49, 0.49],
      ].map((seeds, i) => metric('seeded_dent', { snr: 5 + i }, seeds, { resamples: [0, 1, 0.5] })),
      // each seed is far from constant, their mean is
      ...[
        [0.5, 0.9],
        [0.9, 0.5],
      ].map((seeds, i) => metric('odd', { snr: 5 + i }, seeds)),
      // by resamples: the step back is inside its noise, or beyond it
      ...resampled('soft_dent', [0.2, 0.5, 0.49, 0.7], 0.02),
      ...resampled('hard_dent', [0.2, 0.5, 0.4, 0.7], 0.02),
      metric('kind', { model: 'a' }, [1]),
      metric('kind', { model: 'b' }, [2]),
    ]),
    outcome('units', [
      metric('mae', {}, [62], { unit: 'K' }),
      metric('abundance', {}, [0.1], { unit: 'dex' }),
      metric('percent', {}, [61], { unit: '%' }),
      metric('wordy', {}, [61], { unit: 'percent' }),
      metric('share', {}, [0.6]),
      metric('temperature', { label: 'teff' }, [5500], { unit: 'K' }),
      metric('bare', {}, [62]),
    ]),
    outcome('zeros', [metric('none', {}, [0]), metric('some', {}, [0.1, -0.1]), metric('two', {}, [2, 4])]),
    outcome('same', [
      metric('left', {}, [0.1 + 0.2, 0.5]),
      metric('right', {}, [0.3, 0.5]),
      metric('near', {}, [0.31, 0.5]),
      metric('tiny', {}, [0.00019]),
    ]),
    outcome('old', [metric('r2', {}, [0.5])]),
    outcome('gone', [metric('r2', {}, [0.5])]),
    outcome('gated', [metric('r2', {}, [0.5])], {
      status: 'failed-gate',
      gates: [{ name: 'labels shuffled', value: 0.4, relation: '<', threshold: 0.1, passed: false }],
    }),
    outcome('broken', [], { status: 'diverged' }),
    outcome('m', [metric('r2', {}, [0.7]), metric('acc', {}, [0.8]), metric('noisy', {}, [0.7, 0.6, 0.8])]),
    outcome('moved', [
      ...[0.2, 0.5, 0.7].map((value, i) => metric('up', { snr: 5 + i }, [value])),
      ...resampled('soft', [0.2, 0.5, 0.7], 0.02),
      ...resampled('hard', [0.2, 0.5, 0.7], 0.02),
    ]),
    outcome('n', [metric('r2', {}, [0.71])]),
    outcome('once', [metric('r2', {}, [0.71])]),
    outcome('tracked', [metric('r2', {}, [0.71])]),
  ].map((one) => [one.id, one]),
);

/** A series whose points have replicates that scatter alternately, so that steps scatter twice as far. */
function resampled(name: string, values: number[], spread: number) {
  return values.map((value, i) => {
    const resamples = Array.from({ length: 40 }, (_, r) => value + spread * (i % 2 === 0 ? 1 : -1) * (r / 20 - 1));
    return metric(name, { snr: 5 + i }, [value], { resamples });
  });
}

const freshness = {
  old: { status: 'stale' as const, reason: 'config' },
  gone: { status: 'missing' as const, reason: '' },
};

const measurements = new Map([
  ['m', [measurement('wasm on linux-arm64'), measurement('node on linux-x64', { 'm/r2': 0.72, 'm/noisy': 0.9 })]],
  [
    'moved',
    [
      measurement('node on linux-x64', {
        'moved/up?snr=7': 0.49,
        'moved/soft?snr=7': 0.49,
        'moved/hard?snr=7': 0.4,
      }),
    ],
  ],
  ['n', [measurement('node on linux-x64', { 'n/r2': 0.725 }), measurement('wasm on linux-arm64')]],
]);

const imported = new Map([['tracked', 'wandb']]);

const judgeOne = (raw: Record<string, unknown>) =>
  judge({
    claims: [claimEntry(raw)],
    outcomes,
    freshness,
    imported,
    measurements,
    planned: new Set(['plan', 'plan-b']),
  })[0];

describe('judge', () => {
  for (const { name, claim, verdict, reason, test, written } of cases) {
    it(name, () => {
      const judged = judgeOne(claim);
      assert.equal(judged.verdict, verdict, judged.reason);
      if (reason) assert.ok(judged.reason.includes(reason), `${judged.reason} lacks ${reason}`);
      if (test) assert.equal(judged.test, test);
      if (written) assert.equal(judged.written, written);
      assert.match(judged.reason, /\S$/);
    });
  }

  it('is as expected only where a judged verdict is the expected one', () => {
    const test = { kind: 'bound', metric: 'e/r2', relation: '>', bound: 0.9 };
    assert.equal(judgeOne(test).asExpected, false);
    assert.equal(judgeOne({ ...test, expect: 'falsified' }).asExpected, true);
    assert.equal(judgeOne({ kind: 'bound', expect: 'unexecuted' }).asExpected, false);
  });

  it('says which executed size is below the claimed one, and only for keys that both have', () => {
    const small = new Map([['s', outcome('s', [metric('r2', {}, [1])], { scale: { train: 16384, pixels: 4096 } })]]);
    const raw = { kind: 'value', metric: 's/r2', value: '1', scale: { train: 1000000, pixels: 4096, stars: 5 } };
    const [judged] = judge({ claims: [claimEntry(raw)], outcomes: small, freshness: {}, imported, measurements });
    assert.equal(judged.toy, 'train 16384 of 1000000');
    assert.equal(judgeOne({ ...raw, metric: 'e/exact' }).toy, null);
  });

  it('carries what a page shows: operands, experiments, calibration, the executed number', () => {
    const raw = { kind: 'comparison', left: 'e/exact', relation: '>', right: 0.5, calibration: true };
    const { operands, experiments, calibration, executed, track } = judgeOne(raw);
    assert.deepEqual(
      operands.map(({ address, value }) => [address, value]),
      [
        ['e/exact', 0.71],
        [null, 0.5],
      ],
    );
    assert.deepEqual(
      { experiments, calibration, executed, track },
      {
        experiments: ['e'],
        calibration: true,
        executed: 0.71,
        track: 'A',
      },
    );
  });
});

describe('restsOn', () => {
  const holds = { kind: 'bound', metric: 'e/r2', relation: '>', bound: 0.1 };
  const fails = { kind: 'bound', metric: 'e/r2', relation: '>', bound: 0.9 };
  const judgeAll = (raw: Record<string, unknown>[]) => {
    const judged = judge({ claims: raw.map(claimEntry), outcomes, freshness, imported, measurements });
    return Object.fromEntries(judged.map((one) => [one.id, one]));
  };

  it('blocks what rests on a falsified claim, and what rests on that', () => {
    const judged = judgeAll([
      { ...holds, id: 'A-top', restsOn: ['A-middle'], expect: 'blocked' },
      { ...holds, id: 'A-middle', restsOn: ['A-base', 'A-fine'] },
      { ...fails, id: 'A-base' },
      { ...holds, id: 'A-fine' },
    ]);
    assert.deepEqual(
      Object.values(judged).map(({ id, verdict, asExpected }) => [id, verdict, asExpected]),
      [
        ['A-top', 'blocked', true],
        ['A-middle', 'blocked', false],
        ['A-base', 'falsified', false],
        ['A-fine', 'verified', true],
      ],
    );
    assert.equal(
      judged['A-middle'].reason,
      'Rests on A-base, which is falsified. On its own: r2 of e: 0.70 > 0.1 holds.',
    );
    assert.match(judged['A-top'].reason, /^Rests on A-middle, which is blocked\. On its own: /);
  });

  it('blocks what was not executed either', () => {
    const judged = judgeAll([
      { kind: 'trend', id: 'A-open', restsOn: ['A-base'] },
      { ...fails, id: 'A-base', expect: 'falsified' },
    ]);
    assert.equal(judged['A-open'].verdict, 'blocked');
  });

  it('lets contested, stale and unexecuted bases be', () => {
    const judged = judgeAll([
      { ...holds, id: 'A-top', restsOn: ['A-contested', 'A-stale', 'A-open', 'A-nowhere'] },
      { kind: 'bound', metric: 'e/noisy', relation: '>', bound: 0.65, id: 'A-contested' },
      { kind: 'bound', metric: 'old/r2', relation: '>', bound: 0.9, id: 'A-stale' },
      { kind: 'trend', id: 'A-open' },
    ]);
    assert.equal(judged['A-top'].verdict, 'verified');
  });

  it('ends where claims rest on each other', () => {
    const judged = judgeAll([
      { ...holds, id: 'A-one', restsOn: ['A-two'] },
      { ...holds, id: 'A-two', restsOn: ['A-one', 'A-base'] },
      { ...fails, id: 'A-base' },
    ]);
    assert.deepEqual([judged['A-one'].verdict, judged['A-two'].verdict], ['blocked', 'blocked']);
  });
});
