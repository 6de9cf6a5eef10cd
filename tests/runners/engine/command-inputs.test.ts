import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { checkInputs } from '../../../runners/src/engine/command/inputs.ts';

function rootWith(context: TestContext, files: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-inputs-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

suite('what inputs may be', () => {
  const files = ['train.py', 'src/model.py', 'data/a.csv'];
  for (const { run, inputs, says } of [
    { run: ['python3', 'train.py'], inputs: [], says: /names train\.py, .* does not list/ },
    { run: ['./train.py'], inputs: ['src'], says: /names \.\/train\.py/ },
    { run: ['python3', 'src/model.py'], inputs: ['train.py'], says: /names src\/model\.py/ },
    { run: ['python3', 'train.py'], inputs: ['.'], says: /\. would hold assets\/results/ },
    { run: ['python3'], inputs: ['assets'], says: /assets would hold assets\/results/ },
    { run: ['python3'], inputs: ['assets/results/line-fit/default/outcome.json'], says: /would hold assets\/results/ },
    { run: ['python3'], inputs: ['./.factory/store'], says: /would hold \.factory/ },
  ] as { run: [string, ...string[]]; inputs: string[]; says: RegExp }[]) {
    test(`refused: ${run.join(' ')} with ${inputs.join(', ') || 'none'}`, (t) => {
      assert.throws(() => checkInputs(rootWith(t, files), { run, inputs }), says);
    });
  }

  for (const { run, inputs } of [
    { run: ['python3', 'train.py'], inputs: ['./train.py'] },
    { run: ['python3', './src/model.py'], inputs: ['src/'] },
    { run: ['train.py'], inputs: [] },
    { run: ['python3', 'data', '--rate', '{params.rate}', 'x'.repeat(10_000)], inputs: [] },
  ] as { run: [string, ...string[]]; inputs: string[] }[]) {
    test(`taken: ${run.join(' ').slice(0, 40)} with ${inputs.join(', ') || 'none'}`, (t) => {
      checkInputs(rootWith(t, files), { run, inputs });
    });
  }
});
