import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createCheckpointStore } from '../../../runners/src/engine/checkpoint-store.ts';
import { createKeptRuns, keepNothing, type DoneReport } from '../../../runners/src/engine/runs-kept.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'paper-factory-kept-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keptRuns = (key: string, task = 'a/smoke') =>
  createKeptRuns({ runs: join(folder, 'runs'), checkpoints: join(folder, 'checkpoints') }, task, key);
const run = { seed: 1, point: { snr: 5 } };
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

test('every run of every key has a place of its own', () => {
  const places = [
    keptRuns('key').checkpoints(run),
    keptRuns('key').checkpoints({ ...run, seed: 2 }),
    keptRuns('key').checkpoints({ ...run, point: { snr: 7 } }),
    keptRuns('other').checkpoints(run),
  ];
  assert.equal(new Set(places.map((place) => place!.folder)).size, 4);
  assert.equal(new Set(places.map((place) => place!.identity)).size, 4);
  assert.deepEqual(keptRuns('key').checkpoints(run), places[0]);
});

test('clearing takes the runs and the checkpoints of every key of the task, and of no other task', () => {
  const report: DoneReport = { kind: 'done', result: { metrics: [] }, seconds: 1, cpuSeconds: 1, peakMemoryMiB: 1 };
  const [mine, older, other] = [keptRuns('key'), keptRuns('old'), keptRuns('key', 'a/default')];
  for (const kept of [mine, older, other]) {
    kept.write(run, report);
    createCheckpointStore(kept.checkpoints(run)!).write('latest', bytes(1));
  }
  mine.clear();
  for (const kept of [mine, older]) {
    assert.equal(kept.read(run), null);
    assert.equal(createCheckpointStore(kept.checkpoints(run)!).read('latest'), null);
  }
  assert.deepEqual(other.read(run), report);
  assert.ok(createCheckpointStore(other.checkpoints(run)!).read('latest'));
});

test('a verification has no place for checkpoints', () => assert.equal(keepNothing.checkpoints(run), null));
