import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createDataCache } from '../../../runners/src/engine/data-cache.ts';

suite('data cache', () => {
  test('keeps bytes apart by the module that makes them and by what that module imports', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'paper-factory-cache-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const [runner, data] = ['runner.ts', 'data.ts'].map((name) => join(folder, name));
    writeFileSync(runner, 'export const a = 1;\n');
    writeFileSync(data, 'export const b = 1;\n');
    const home = join(folder, 'cache');
    const get = (value: number, source?: string) =>
      createDataCache(home, runner)('key', () => Uint8Array.of(value), source && pathToFileURL(source).href)[0];

    assert.equal(get(1), 1);
    assert.equal(get(2), 1, 'remembered');
    assert.equal(get(3, data), 3, 'another module, another memory');
    writeFileSync(runner, 'export const a = 2;\n');
    assert.equal(get(4), 4, 'the module changed');
    assert.equal(get(5, data), 3, 'the other did not');
    // What the older state made is gone.
    assert.deepEqual(
      readdirSync(home).map((name) => readdirSync(join(home, name)).length),
      [1, 1],
    );
  });
});
