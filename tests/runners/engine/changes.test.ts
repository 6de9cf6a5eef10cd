import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { changedParts, changedRuns, explainChanges, sayChanges } from '../../../runners/src/engine/changes.ts';
import { keyedConfig } from '../../../runners/src/engine/keys.ts';
import { taskOf, type Task } from '../../../runners/src/engine/plan.ts';
import { experimentConfigSchema, type Executed, type KeyParts } from '../../../runners/src/schema/index.ts';

const digest = (letter: string) => letter.repeat(64);

function task(params: Record<string, unknown>): Task {
  const config = experimentConfigSchema.parse({
    ...{ schemaVersion: 1, id: 'a', suite: 'tiny', runner: 'tiny/line-fit', title: 'a', seeds: [1] },
    ...{ params, profiles: { smoke: {}, default: {} } },
  });
  return taskOf(config, 'default')!;
}

const parts: KeyParts = {
  ...{ config: digest('1'), sources: digest('2'), kernels: digest('3') },
  ...{ data: { 'data/a.csv': digest('4') }, upstream: { up: digest('5') }, packages: { tfjs: '1.0.0' } },
};

/** What is said where the recorded key and config were these. */
const explain = (
  old: Partial<KeyParts>,
  params: { old?: Record<string, unknown>; now?: Record<string, unknown> } = {},
  files: Record<string, Record<string, string>> = {},
) =>
  explainChanges(
    { parts: { ...parts, ...old }, config: keyedConfig(task(params.old ?? {})) } as Executed,
    parts,
    task(params.now ?? {}),
    (sources) => files[sources] ?? null,
  );

suite('what changed between two keys', () => {
  test('nothing is nothing', () => {
    assert.deepEqual(explain({}), []);
    assert.deepEqual(changedParts(parts, structuredClone(parts)), []);
  });

  for (const { name, old, now, says } of [
    { name: 'a value', old: { steps: 40 }, now: { steps: 50 }, says: ['params.steps: 40 -> 50'] },
    { name: 'a nested one', old: { a: { b: 1, c: 2 } }, now: { a: { b: 1, c: 3 } }, says: ['params.a.c: 2 -> 3'] },
    { name: 'one that came', old: {}, now: { steps: 50 }, says: ['params.steps: absent -> 50'] },
    { name: 'one that went', old: { steps: 50 }, now: {}, says: ['params.steps: 50 -> absent'] },
    { name: 'a list', old: { a: [1, 2] }, now: { a: [1] }, says: ['params.a: [1,2] -> [1]'] },
    { name: 'text', old: { a: 'x' }, now: { a: 'y' }, says: ['params.a: "x" -> "y"'] },
    { name: 'null', old: { a: 1 }, now: { a: null }, says: ['params.a: 1 -> null'] },
    { name: 'several', old: { a: 1, b: 1 }, now: { a: 2, b: 2 }, says: ['params.a: 1 -> 2', 'params.b: 1 -> 2'] },
  ]) {
    test(`in the config: ${name}`, () => assert.deepEqual(explain({ config: digest('0') }, { old, now }), says));
  }

  test('a value of pages is cut', () => {
    const [line] = explain({ config: digest('0') }, { old: { a: 'x'.repeat(5000) }, now: { a: 1 } });
    assert.ok(line.length < 90, line);
    assert.match(line, /^params\.a: "x+… -> 1$/);
  });

  test('files, upstream and packages are named', () => {
    assert.deepEqual(explain({ data: { 'data/a.csv': digest('0'), 'data/b.csv': digest('0') } }), [
      'data: data/a.csv changed',
      'data: data/b.csv removed',
    ]);
    assert.deepEqual(explain({ upstream: {} }), ['upstream up added']);
    assert.deepEqual(explain({ packages: { tfjs: '0.9.0' } }), ['package tfjs: "0.9.0" -> "1.0.0"']);
  });

  test('source files are named where a command saw the earlier ones, and said to be unknown elsewhere', () => {
    const before = { 'suites/tiny/line-fit.ts': 'a', 'random.ts': 'a', 'old.ts': 'a' };
    const after = { 'suites/tiny/line-fit.ts': 'b', 'random.ts': 'a', 'new.ts': 'a' };
    const sources = digest('9');
    assert.deepEqual(explain({ sources }, {}, { [sources]: before, [parts.sources]: after }), [
      'runners/src/new.ts added',
      'runners/src/old.ts removed',
      'runners/src/suites/tiny/line-fit.ts changed',
    ]);
    const [unknown] = explain({ sources }, {}, { [parts.sources]: after });
    assert.match(unknown, /^the runner's source files changed \(which files: not known here/);
  });

  test('parts are said in words', () => {
    const old = { ...parts, config: digest('0'), packages: {} };
    assert.equal(sayChanges(changedParts(old, parts)), 'its config changed, a numerical package changed');
  });
});

suite('runs that came and went', () => {
  const run = (seed: number, point = {}) => ({ seed, point });
  for (const [old, now, says] of [
    [[run(1)], [run(1)], ''],
    [[run(1), run(2)], [run(2), run(1)], ''],
    [[run(1)], [run(1), run(2)], 'added: seed 2'],
    [[run(1), run(2)], [run(1)], 'removed: seed 2'],
    [[run(1)], [run(1, { snr: 3 })], 'added: seed 1 snr 3; removed: seed 1'],
    [[], [1, 2, 3, 4, 5].map((seed) => run(seed)), 'added: seed 1; seed 2; seed 3 and 2 more'],
  ] as const) {
    test(says || 'none', () => assert.equal(changedRuns(old, now), says));
  }
});
