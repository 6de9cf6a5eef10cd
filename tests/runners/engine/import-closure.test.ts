import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { suite, test } from 'node:test';
import { runnerFile } from '../../../runners/src/engine/modules.ts';
import { importClosure, sourceRoot } from '../../../runners/src/engine/import-closure.ts';

const closure = (runner: string) => importClosure([runnerFile(runner)]).map((file) => relative(sourceRoot, file));

suite('import closure', () => {
  test('holds what a runner loads, compiled kernels included, and nothing else', () => {
    const files = closure('tiny/line-fit');
    for (const file of ['suites/tiny/line-fit.ts', 'random.ts', 'metrics/bootstrap.ts', 'backend/wasm/normal.wasm']) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    assert.ok(!files.some((file) => file.startsWith('suites/spectra') || file.startsWith('figures/')));
  });

  test('leaves out types, which leave no trace at run time', () => {
    assert.ok(!closure('tiny/slope-error').some((file) => file.startsWith('schema/')));
  });

  test('a runner of the spectra suite does not rest on the figures or on another experiment', () => {
    const files = closure('spectra/dataset');
    assert.ok(files.includes('suites/spectra/simulator.ts'));
    assert.ok(!files.some((file) => file.includes('figures/') || file.endsWith('spectra/ceilings.ts')));
  });
});
