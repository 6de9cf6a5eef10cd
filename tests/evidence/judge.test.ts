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
    outcome('old', [metric('r2', {}, [0.5])]),
    outcome('gone', [metric('r2', {}, [0.5])]),
    outcome('gated', [metric('r2', {}, [0.5])], {
      status: 'failed-gate',
      gates: [{ name: 'labels shuffled', value: 0.4, relation: '<', threshold: 0.1, passed: false }],
    }),
    outcome('broken', [], { status: 'diverged' }),
    outcome('m', [metric('r2', {}, [0.7]), metric('acc', {}, [0.8]), metric('noisy', {}, [0.7, 0.6, 0.8])]),
    outcome('n', [metric('r2', {}, [0.71])]),
    outcome('once', [metric('r2', {}, [0.71])]),
    outcome('tracked', [metric('r2', {}, [0.71])]),
  ].map((one) => [one.id, one]),
);

const freshness = {
  old: { status: 'stale' as const, reason: 'config' },
  gone: { status: 'missing' as const, reason: '' },
};

const measurements = new Map([
  ['m', [measurement('wasm on linux-arm64'), measurement('node on linux-x64', { 'm/r2': 0.72, 'm/noisy': 0.9 })]],
  ['n', [measurement('node on linux-x64', { 'n/r2': 0.725 }), measurement('wasm on linux-arm64')]],
]);

const imported = new Map([['tracked', 'wandb']]);

const judgeOne = (raw: Record<string, unknown>) =>
  judge({ claims: [claimEntry(raw)], outcomes, freshness, imported, measurements })[0];

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
