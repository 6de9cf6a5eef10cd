import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { experimentConfigSchema } from '../../../runners/src/schema/index.ts';

const faultsOf = (runner: string): string[] => {
  const config = {
    schemaVersion: 1,
    id: 'a',
    suite: 'a',
    title: 'a',
    seeds: [1],
    profiles: { smoke: {}, default: {} },
  };
  return experimentConfigSchema.safeParse({ ...config, runner }).error?.issues.map(({ message }) => message) ?? [];
};

suite('the runner of a config', () => {
  for (const runner of [
    'tiny/line-fit',
    './run.ts',
    './lab/a b.mts',
    './a.b/run.js',
    './..a/run.mjs',
    './a.figures.ts',
  ]) {
    test(`may be ${runner}`, () => assert.deepEqual(faultsOf(runner), []));
  }
  const refused = ['run.ts', '/run.ts', '../run.ts', './../run.ts', './a/../../run.ts', './a/./run.ts', './/run.ts'];
  for (const runner of [
    ...refused,
    './run.cjs',
    './run.cts',
    './run',
    './a/run.tsx',
    './a\\run.ts',
    './.ts/',
    'lab/run.ts',
  ]) {
    test(`may not be ${runner}`, () => {
      assert.match(faultsOf(runner).join(), /must be <suite>\/<module>, \.\/path\/in\/the\/root\.ts/);
    });
  }
});
