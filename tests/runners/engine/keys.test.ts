import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { keyParts, runKeys, runnerCode, taskKey, upstreamDigest } from '../../../runners/src/engine/keys.ts';
import { taskOf } from '../../../runners/src/engine/plan.ts';
import { experimentConfigSchema } from '../../../runners/src/schema/index.ts';

const code = runnerCode('tiny/line-fit', '/');
const noData = () => ({});

function task(over: Record<string, unknown> = {}) {
  const config = experimentConfigSchema.parse({
    ...{ schemaVersion: 1, id: 'a', suite: 'tiny', runner: 'tiny/line-fit', title: 'a', seeds: [1, 2] },
    ...{ params: { steps: 3 }, profiles: { smoke: {}, default: {} }, ...over },
  });
  return taskOf(config, 'default')!;
}

/** Keys of the runs by seed and point. */
function keysOf(over: Record<string, unknown> = {}, upstream: Record<string, string> = {}): Map<string, string> {
  const planned = task(over);
  const keys = runKeys(keyParts(planned, upstream, code, noData), planned.runs);
  return new Map(planned.runs.map((run, i) => [JSON.stringify(run), keys[i]]));
}

suite('keys', () => {
  test('each run has its own, and one that is added changes no other', () => {
    const before = keysOf({ sweep: { snr: [1, 2] } });
    const after = keysOf({ seeds: [3, 2, 1], sweep: { snr: [0, 1, 2] } });
    assert.equal(new Set(after.values()).size, 9);
    for (const [run, key] of before) assert.equal(after.get(run), key, run);
  });

  for (const [what, over] of [
    ['params', { params: { steps: 4 } }],
    ['params of the profile', { profiles: { smoke: {}, default: { params: { steps: 4 } } } }],
    ['runner', { runner: 'tiny/other' }],
    ['upstream', { upstream: ['b'] }],
    ['artefacts', { artefacts: ['weights'] }],
  ] as const) {
    test(`${what} change every key`, () => {
      const [before, after] = [keysOf(), keysOf(over)];
      for (const [run, key] of before) assert.notEqual(after.get(run), key);
    });
  }

  test('what is for people or the machine only changes none', () => {
    const more = {
      ...{ title: 'other', tags: ['core'], notes: { steps: 'why' }, timeoutMinutes: 5, suite: 'other' },
      profiles: { smoke: {}, default: { description: 'x', minutes: 3, memoryMiB: 10 } },
    };
    assert.deepEqual(keysOf(more), keysOf());
  });

  test('the digest of an upstream experiment changes every key, and its artefacts change the digest', () => {
    const outcome = 'o'.repeat(64);
    const digests = [
      upstreamDigest({ steps: 1 }, outcome, []),
      upstreamDigest({ steps: 2 }, outcome, []),
      upstreamDigest({ steps: 1 }, 'p'.repeat(64), []),
      upstreamDigest({ steps: 1 }, outcome, [{ weights: 'a'.repeat(64) }]),
      upstreamDigest({ steps: 1 }, outcome, [{ weights: 'b'.repeat(64) }]),
    ];
    const keys = digests.map((up) => [...keysOf({ upstream: ['up'] }, { up }).values()][0]);
    assert.equal(new Set(keys).size, digests.length);
  });

  test('the code of a runner is what it imports, by path, and the engine is no part of it', () => {
    const files = Object.keys(code.files);
    assert.ok(files.includes('suites/tiny/line-fit.ts') && files.includes('engine/aggregate.ts'));
    assert.ok(!files.some((file) => /engine\/(plan|reproduce|freshness)\.ts/.test(file)), files.join(' '));
    assert.notEqual(runnerCode('tiny/slope-error', '/').parts.sources, code.parts.sources);
  });

  test('the key of a task is that of its runs in their order', () => {
    assert.notEqual(taskKey(['a', 'b']), taskKey(['b', 'a']));
    assert.notEqual(taskKey(['a', 'b']), taskKey(['a']));
  });
});
