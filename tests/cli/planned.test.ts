import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { suite, test, type TestContext } from 'node:test';
import { runHere } from './in-process.ts';
import { events, scratchRoot } from './scratch-root.ts';

/** A root with a planned experiment of a suite of its own, whose runner does not exist. */
function plannedRoot(t: TestContext) {
  const lab = scratchRoot(t);
  mkdirSync(lab.path('experiments/sketch-moe'));
  lab.write(
    'experiments/sketch-moe/config.yaml',
    `schemaVersion: 1
id: sketch-moe
suite: sketch
runner: sketch/moe
title: Experts
status: planned
upstream: [line-fit]
seeds: [1]
params: { experts: 9 }
profiles: { smoke: {}, default: {} }
`,
  );
  const run = (...args: string[]) => runHere(...args, '--root', lab.root);
  return { lab, run };
}

suite('planned experiments', () => {
  test('are in no selection', async (t) => {
    const { run } = plannedRoot(t);
    for (const args of [['--list'], ['--list', 'line-fit', '--downstream'], ['--list', '*'], ['--list', '--changed']]) {
      const { code, out, err } = await run('reproduce', '--json', ...args);
      assert.equal(code, 0, err);
      const ids = events(out).map(({ id }) => id);
      assert.ok(!ids.includes('sketch-moe'), args.join(' '));
    }
    const { code, out } = await run('reproduce', '--dry-run');
    assert.equal(code, 0);
    assert.doesNotMatch(out, /sketch/);
  });

  for (const [args, name] of [
    [['sketch-moe'], 'sketch-moe'],
    [['line-fit', 'sketch-moe'], 'sketch-moe'],
    [['sketch-*'], 'sketch-*'],
    [['--suite', 'sketch'], 'suite sketch'],
    [['sketch-moe', '--verify'], 'sketch-moe'],
  ] as const) {
    test(`cannot be named: ${args.join(' ')}`, async (t) => {
      const { run } = plannedRoot(t);
      const { code, err } = await run('reproduce', ...args);
      assert.equal(code, 1);
      assert.ok(err.includes(`${name} is planned: nothing can run yet`), err);
      assert.match(err, /take "status: planned" out of/);
    });
  }

  test('are neither stale nor missing, and claims that wait for them are no warning', async (t) => {
    const { lab, run } = plannedRoot(t);
    const before = await run('check', '--json');
    const claim =
      "{ id: T-experts, statement: Experts help., kind: comparison, left: sketch-moe/r2, relation: '>', right: 0 }";
    lab.edit('content/claims/t.yaml', '\nclaims:\n', `\nclaims:\n  - ${claim}\n`);
    const { code, out } = await run('check', '--json');
    assert.equal(code, 0, out);
    const [old, now] = [before.out, out].map(
      (text) => JSON.parse(text) as { findings: unknown[]; claims: { id: string }[] },
    );
    assert.deepEqual(now.findings, old.findings);
    assert.ok(now.claims.some((claim) => claim.id === 'T-experts'));
    const { out: listed } = await run('check', '--claims');
    assert.match(listed, /Next experiment: sketch-moe; 1 claim waits for it, 1 for nothing else/);
    assert.match(listed, /T-experts +unexecuted +verified +Planned: sketch-moe\./);
  });
});
