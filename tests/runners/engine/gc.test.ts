import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { collectGarbage, type GarbageOptions } from '../../../runners/src/engine/gc.ts';
import { entryName } from '../../../runners/src/engine/run-manifest.ts';
import { createRunStore, type RunStore } from '../../../runners/src/engine/run-store.ts';
import { keepRun, keyOf, resultOf, wasm } from './stored-run.ts';

let root: string;
let store: RunStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'paper-factory-gc-'));
  store = createRunStore(join(root, 'store'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const now = new Date('2026-11-21T12:00:00Z');
const [hour, day] = [3_600_000, 86_400_000];
const collect = (live: string[] = [], options: Partial<GarbageOptions> = {}) =>
  collectGarbage(
    {
      store: join(root, 'store'),
      checkpoints: join(root, 'checkpoints'),
      data: join(root, 'data'),
      work: join(root, 'work'),
      slurm: join(root, 'slurm'),
    },
    { live: new Set(live.map(keyOf)), now, ...options },
  );

const agoOf = (milliseconds: number) => new Date(now.getTime() - milliseconds);
/** Makes everything below the root look as if it had been written so long before now. */
function age(milliseconds: number, path = root): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) age(milliseconds, join(path, entry.name));
    utimesSync(join(path, entry.name), agoOf(milliseconds), agoOf(milliseconds));
  }
}
function write(path: string, milliseconds: number, text = 'x'.repeat(100)): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, agoOf(milliseconds), agoOf(milliseconds));
  utimesSync(dirname(file), agoOf(milliseconds), agoOf(milliseconds));
  return file;
}
const counts = (report: ReturnType<typeof collect>) =>
  Object.fromEntries(
    Object.entries(report)
      .filter(([, { removed, kept }]) => removed.count + kept.count > 0)
      .map(([kind, { removed, kept }]) => [kind, [removed.count, kept.count]]),
  );
const files = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

suite('runs and blobs', () => {
  test('an empty root has no garbage', () => assert.deepEqual(counts(collect()), {}));

  test('what no config has goes with its blobs; what one has stays, every measurement of it', () => {
    keepRun(store, 'live', 0.5, { 'weights.bin': 'mine', 'shared.bin': 'shared' });
    keepRun(store, 'live', 0.6);
    keepRun(store, 'gone', 0.7, { 'weights.bin': 'its own', 'shared.bin': 'shared' });
    age(2 * hour);
    assert.deepEqual(counts(collect(['live'])), { runs: [1, 2], blobs: [2, 4] });
    assert.deepEqual(store.find(keyOf('gone'), wasm), null);
    const left = store.all(keyOf('live')).map(({ result }) => result);
    assert.deepEqual(new Set(left), new Set([resultOf(0.5), resultOf(0.6)]));
    assert.ok(!existsSync(store.folderOf(keyOf('gone'))));
    assert.deepEqual(counts(collect(['live'])), { runs: [0, 2], blobs: [0, 4] }, 'nothing is left to remove');
  });

  test('a dry run counts the same and removes nothing', () => {
    keepRun(store, 'live', 0.5, { 'weights.bin': 'mine' });
    keepRun(store, 'gone', 0.7, { 'weights.bin': 'its own' });
    write(`checkpoints/gone/smoke/${keyOf('gone')}/latest.checkpoint`, 2 * hour);
    write('data/a/old/1.bin', 40 * day);
    age(40 * day);
    const before = files();
    const dry = collect(['live'], { dryRun: true });
    assert.deepEqual(files(), before);
    assert.deepEqual(collect(['live']), dry);
    assert.ok(dry.runs.removed.bytes > 100 && dry.blobs.removed.bytes > 7);
    assert.equal(dry.checkpoints.removed.bytes, 100);
  });

  test('keepDays keeps runs that nobody has any more for so long', () => {
    keepRun(store, 'gone', 0.7);
    age(5 * day);
    assert.deepEqual(counts(collect([], { keepDays: 7 })), { runs: [0, 1], blobs: [0, 1] });
    assert.deepEqual(counts(collect([], { keepDays: 3 })), { runs: [1, 0], blobs: [1, 0] });
  });

  test('a blob that a running process may be about to refer to stays for an hour, an old one that is asked for too', () => {
    const [young, old, wanted] = ['young', 'old', 'wanted'].map((text) => store.objects.put(Buffer.from(text)));
    for (const [digest, milliseconds] of [
      [young, hour / 2],
      [old, 2 * hour],
      [wanted, 2 * hour],
    ] as const) {
      utimesSync(store.objects.path(digest), agoOf(milliseconds), agoOf(milliseconds));
    }
    store.objects.put(Buffer.from('wanted'));
    assert.deepEqual(counts(collect()), { blobs: [1, 2] });
    assert.deepEqual([...store.objects.list()].sort(), [young, wanted].sort());
  });

  test('a spoilt manifest goes, and the blobs that only it knew; a young one may be in the writing', () => {
    const manifest = keepRun(store, 'live', 0.5);
    age(2 * hour);
    const file = join(store.folderOf(keyOf('live')), entryName(manifest));
    writeFileSync(file, '{"schemaVersion":');
    utimesSync(file, agoOf(0), agoOf(0));
    assert.deepEqual(counts(collect(['live'])), { runs: [0, 1], blobs: [1, 0] });
    utimesSync(file, agoOf(2 * hour), agoOf(2 * hour));
    assert.deepEqual(counts(collect(['live'])), { runs: [1, 0] });
  });

  test('files of other names are none of ours', () => {
    write('store/runs/README', 9 * day);
    write(`store/runs/ab/${keyOf('gone')}/notes.txt`, 9 * day);
    write('store/objects/ab/notes.txt', 9 * day);
    const before = files();
    assert.deepEqual(counts(collect()), {});
    assert.deepEqual(files(), before);
  });

  test('a store that was filled by a clock ahead of this one stays', () => {
    keepRun(store, 'live', 0.5);
    store.objects.put(Buffer.from('nobody refers to it'));
    age(-9 * day);
    assert.deepEqual(counts(collect(['live'])), { runs: [0, 1], blobs: [0, 2] });
  });
});

suite('checkpoints, data and temporary files', () => {
  const checkpoint = (key: string, milliseconds: number) =>
    write(`checkpoints/${key}/smoke/${keyOf(key)}/latest.checkpoint`, milliseconds);

  test('checkpoints of other keys go when nobody has written them for an hour', () => {
    const live = checkpoint('live', 9 * day);
    const young = checkpoint('young', hour / 2);
    checkpoint('gone', 2 * hour);
    assert.deepEqual(counts(collect(['live'])), { checkpoints: [1, 2] });
    assert.deepEqual(files(), [live, young].sort());
    assert.deepEqual(counts(collect(['live'], { keepDays: 1, now: agoOf(-2 * hour) })), { checkpoints: [0, 2] });
  });

  test('data of older states of a module go, and of a module that made none for a month', () => {
    const newest = write('data/spectra/new/1.bin', 20 * day);
    const inUse = write('data/spectra/other/1.bin', hour / 2);
    write('data/spectra/old/1.bin', 25 * day);
    write('data/forgotten/state/1.bin', 31 * day);
    const alone = write('data/alone/state/1.bin', 29 * day);
    assert.deepEqual(counts(collect()), { data: [3, 2] });
    assert.deepEqual(files(), [alone, inUse].sort());
    assert.ok(!existsSync(newest), 'it is no longer the newest state of its module');
    assert.ok(!existsSync(join(root, 'data', 'forgotten')));
  });

  test('what a killed process left goes: half-written files after an hour, work after a day', () => {
    write('store/temporary/old.tmp', 2 * hour);
    const young = write('store/temporary/young.tmp', hour / 2);
    write('work/killed/weights', 2 * day);
    const works = write('work/base-1/store/a', 2 * hour);
    assert.deepEqual(counts(collect()), { work: [1, 1], temporary: [1, 1] });
    assert.deepEqual(files(), [young, works].sort());
  });

  test('what was submitted to a cluster goes after a month: its jobs read it when they start', () => {
    const young = write('slurm/20261101-120000/submission.json', 20 * day);
    write('slurm/20261001-120000/submission.json', 31 * day);
    age(31 * day, join(root, 'slurm', '20261001-120000'));
    assert.deepEqual(counts(collect()), { slurm: [1, 1] });
    assert.deepEqual(files(), [young]);
    assert.ok(!existsSync(join(root, 'slurm', '20261001-120000')));
  });

  test('a file where a folder is expected is none of ours, and no fault', () => {
    const here = [
      write(`store/runs/00/${keyOf('file')}`, 2 * hour),
      write('checkpoints/line-fit/smoke', 2 * hour),
      write('data/spectra', 31 * day),
    ];
    assert.deepEqual(counts(collect()), {});
    assert.deepEqual(files(), here.sort());
  });
});
