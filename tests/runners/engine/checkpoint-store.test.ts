import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createCheckpointStore } from '../../../runners/src/engine/checkpoint-store.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'paper-factory-kept-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (...values: number[]) => Uint8Array.from(values);

test('a checkpoint is read as it was last written, until it is removed', () => {
  const store = createCheckpointStore({ folder: join(folder, 'a', 'b'), identity: 'x' });
  assert.equal(store.read('latest'), null);
  store.remove('latest');
  store.write('latest', bytes(1, 2));
  store.write('latest', bytes(3));
  assert.deepEqual([...store.read('latest')!], [3]);
  assert.ok(existsSync(store.fileOf('latest')));
  assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['latest.checkpoint']);
  store.remove('latest');
  assert.equal(store.read('latest'), null);
});

test('what cannot be read is no missing checkpoint', () => {
  const store = createCheckpointStore({ folder, identity: 'x' });
  createCheckpointStore({ folder: store.fileOf('latest'), identity: 'x' }).write('inside', bytes(1));
  assert.throws(() => store.read('latest'), /EISDIR/);
});
