import assert from 'node:assert/strict';
import { join } from 'node:path';
import { lstatSync, readdirSync, utimesSync } from 'node:fs';
import { suite, test } from 'node:test';
import { createRunStore } from '../../runners/src/engine/run-store.ts';
import { formatBytes } from '../../src/cli/bytes.ts';
import { keepRun, keyOf, wasm } from '../runners/engine/stored-run.ts';
import { scratchRoot } from './scratch-root.ts';

/** Makes everything below a folder look two hours old. */
function age(folder: string): void {
  const then = new Date(lstatSync(folder).mtimeMs - 7_200_000);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    utimesSync(join(entry.parentPath, entry.name), then, then);
  }
}

suite('gc', () => {
  test('removes what no config has, after it said so, and leaves what is in use', async (t) => {
    const lab = scratchRoot(t);
    const ran = await lab.run('reproduce', 'line-fit', '--profile', 'smoke', '--force');
    assert.equal(ran.code, 0, ran.err);
    const store = createRunStore(lab.path('.factory/store'));
    keepRun(store, 'an-older-config', 0.5, { 'weights.bin': 'w'.repeat(50_000) });
    age(lab.path('.factory'));
    const inUse = { runs: 1, blobs: 1 };

    const dry = await lab.run('gc', '--dry-run');
    assert.equal(dry.code, 0, dry.err);
    assert.match(dry.out, /^what +would go +size +stay +size\n/);
    assert.match(dry.out, /\nfinished runs +1 +\d+ B +1 +\d+ B\n/);
    assert.match(dry.out, /\nresults and artefacts +2 +50 kB +1 +\d+ kB\n/);
    assert.match(dry.out, /\n\n51 kB would go\.\n$/);
    assert.ok(store.find(keyOf('an-older-config'), wasm));

    const kept = await lab.run('gc', '--keep-days', '1', '--json');
    assert.equal(kept.code, 0, kept.err);
    assert.equal(JSON.parse(kept.out).runs.removed.count, 0);

    const gone = await lab.run('gc', '--json');
    assert.equal(gone.code, 0, gone.err);
    const report = JSON.parse(gone.out);
    assert.equal(report.dryRun, false);
    assert.deepEqual([report.runs.removed.count, report.blobs.removed.count], [1, 2]);
    assert.deepEqual({ runs: report.runs.kept.count, blobs: report.blobs.kept.count }, inUse);
    assert.equal(store.find(keyOf('an-older-config'), wasm), null);

    const again = await lab.run('gc');
    assert.match(again.out, /\nNothing to remove\.\n$/);
  });

  test('removes nothing where the configs cannot be read', async (t) => {
    const lab = scratchRoot(t);
    keepRun(createRunStore(lab.path('.factory/store')), 'an-older-config', 0.5);
    age(lab.path('.factory'));
    lab.edit('experiments/line-fit/config.yaml', 'seeds:', 'sedes:');
    const before = lab.snapshot('.factory/store');
    const { code, err } = await lab.run('gc');
    assert.equal(code, 1);
    assert.match(err, /the root has 1 fault/);
    assert.deepEqual(lab.snapshot('.factory/store'), before);
  });

  test('says what is wrong with the command line', async (t) => {
    const lab = scratchRoot(t);
    for (const days of ['-1', 'many', '']) {
      const { code, err } = await lab.run('gc', `--keep-days=${days}`);
      assert.equal(code, 2);
      assert.match(err, /--keep-days is ".*"; expected a number of days, 0 or more/);
    }
  });
});

suite('sizes', () => {
  const sizes: [number, string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1234, '1.2 kB'],
    [9949, '9.9 kB'],
    [9951, '10 kB'],
    [999_400, '999 kB'],
    [999_600, '1.0 MB'],
    [85_659_810, '86 MB'],
    [3e9, '3.0 GB'],
    [4.5e15, '4500 TB'],
  ];
  for (const [bytes, text] of sizes) test(`${bytes} is ${text}`, () => assert.equal(formatBytes(bytes), text));
});
