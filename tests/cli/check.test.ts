import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scratchRoot } from './scratch-root.ts';

interface Report {
  findings: { rule: string; severity: string; file: string; line: number; message: string; hint: string }[];
  claims: Record<string, unknown>[];
  tracks: { id: string; maturity: string; blockedBy: { text: string } | null }[];
}

const log = 'content/experiments/line-fit.md';
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

suite('check', { concurrency: 2 }, () => {
  test('--json has findings, claims and tracks with the documented fields', async (t) => {
    const lab = scratchRoot(t);
    lab.write('content/tracks/left-over.txt', 'A remark.');
    const { code, out } = await lab.run('check', '--json');
    assert.equal(code, 0);
    const report = JSON.parse(out) as Report;
    assert.deepEqual(Object.keys(report), ['findings', 'claims', 'tracks']);
    assert.deepEqual(Object.keys(report.findings[0]).sort(), ['file', 'hint', 'line', 'message', 'rule', 'severity']);
    const claim = report.claims.find(({ id }) => id === 'T-r2-reported')!;
    assert.deepEqual(Object.keys(claim).sort(), [
      ...['calibration', 'executed', 'expect', 'id', 'kind', 'toy', 'track', 'verdict', 'written'],
    ]);
    assert.equal(claim.verdict, 'falsified');
    assert.equal(claim.expect, 'falsified');
    assert.match(String(claim.toy), /train 64 of 100/);
    assert.equal(report.tracks[0].maturity, 'evidence');
    assert.match(report.tracks[0].blockedBy!.text, /T-heavy-tails/);
  });

  test('a judged verdict that differs from what is expected is an error with its line', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('content/claims/t.yaml', 'bound: 0.8', 'bound: 0.99');
    const { code, out } = await lab.run('check', '--json');
    assert.equal(code, 1);
    const errors = (JSON.parse(out) as Report).findings.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.map(({ rule, file }) => [rule, file]),
      [['verdict-is-expected', 'content/claims/t.yaml']],
    );
    assert.match(errors[0].message, /T-line-explains/);
  });

  test('a wrong number over a bound one fails the build with file and line, and keeps the earlier site', async (t) => {
    const lab = scratchRoot(t);
    const number = /\[(0\.\d+)\]\(metric:line-fit/.exec(lab.read(log))![1];
    lab.edit(log, `[${number}](metric:line-fit`, '[0.80](metric:line-fit');
    const line = lineOf(lab.read(log), '[0.80](metric:');
    const { code, err } = await lab.run('build');
    assert.equal(code, 1);
    assert.match(err, new RegExp(`${log}:${line} +error +number-matches-execution`));
    assert.match(err, /the site was not built/);
    assert.equal(lab.exists('dist'), false);
  });

  test('reports the faults of all files at once', async (t) => {
    const lab = scratchRoot(t);
    lab.edit(log, 'suite: tiny', 'suit: tiny');
    lab.edit('content/claims/t.yaml', 'kind: comparison', 'kind: comparisn');
    lab.edit('experiments/slope-error/config.yaml', 'upstream: [line-fit]', 'upstream: [line-fitt]');
    lab.edit('content/datasets/noisy-line.md', 'kind: simulated', 'kind: [');
    const { code, out } = await lab.run('check', '--json');
    assert.equal(code, 1);
    const files = new Set((JSON.parse(out) as Report).findings.map(({ file }) => file));
    for (const file of [
      log,
      'content/claims/t.yaml',
      'experiments/slope-error/config.yaml',
      'content/datasets/noisy-line.md',
    ]) {
      assert.ok(files.has(file), `${file} is missing in ${[...files].join(', ')}`);
    }
  });

  test('a stale result is a warning that says which part changed', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/line-fit/config.yaml', 'noise: 0.3', 'noise: 0.31');
    const { code, out } = await lab.run('check');
    assert.equal(code, 0);
    assert.match(out, /result-is-fresh\n.*line-fit.*its config changed/);
  });
});
