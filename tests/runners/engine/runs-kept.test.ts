import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createCheckpointStore } from '../../../runners/src/engine/checkpoint-store.ts';
import { taskOf } from '../../../runners/src/engine/plan.ts';
import { createRunStore } from '../../../runners/src/engine/run-store.ts';
import { createKeptRuns, type DoneReport } from '../../../runners/src/engine/runs-kept.ts';
import { experimentConfigSchema } from '../../../runners/src/schema/index.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'paper-factory-kept-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = experimentConfigSchema.parse({
  schemaVersion: 1,
  id: 'a',
  suite: 'tiny',
  runner: 'tiny/line-fit',
  title: 'a',
  seeds: [1, 2],
  artefacts: ['weights'],
  profiles: { smoke: {}, default: {} },
});
const task = taskOf(config, 'smoke')!;
const [first, second] = task.runs;

const keptRuns = (letter: string, { reuse = true, backend = 'wasm' as 'wasm' | 'node', of = task } = {}) =>
  createKeptRuns({
    keep: true,
    task: of,
    key: { parts: undefined as never, runs: [letter.repeat(64), letter.repeat(63) + '0'], task: letter },
    backend: { name: backend, version: '1' },
    store: createRunStore(join(folder, 'store')),
    environment: () => Promise.resolve(ranWith),
    effects: { now: () => new Date(0), git: () => null },
    checkpoints: join(folder, 'checkpoints'),
    work: join(folder, 'work'),
    reuse,
  });

const ranWith = { variables: [], versions: [{ run: ['gcc', '--version'], output: 'gcc 14' }] };

/** What a run gives that left its weights where it was told to. */
function report(kept: ReturnType<typeof keptRuns>): DoneReport {
  const weights = join(kept.place(first).artefacts.folder, 'weights');
  mkdirSync(dirname(weights), { recursive: true });
  writeFileSync(weights, 'w');
  const cost = { seconds: 1, cpuSeconds: 2, peakMemoryMiB: 3 };
  return { kind: 'done', result: { metrics: [] }, artefacts: { weights }, ...cost };
}

test('a finished run is found again by its key and backend, with what it left', async () => {
  const kept = keptRuns('a');
  const written = await kept.write(first, report(kept));
  assert.match(written.artefacts.weights, /^[0-9a-f]{64}$/);
  assert.deepEqual(written.origin.environment, ranWith);
  assert.deepEqual(keptRuns('a').read(first), written);
  assert.equal(kept.read(second), null);
  assert.equal(keptRuns('b').read(first), null);
  assert.equal(keptRuns('a', { backend: 'node' }).read(first), null);
  assert.equal(keptRuns('a', { reuse: false }).read(first), null);
});

test('every run of every key and backend has a place of its own for checkpoints, which stays', () => {
  const kept = [keptRuns('a'), keptRuns('b'), keptRuns('a', { backend: 'node' })];
  const places = kept.flatMap((one) => [one.place(first), one.place(second)]).map((place) => place.checkpoints!);
  assert.equal(new Set(places.map((place) => place.folder)).size, 6);
  assert.equal(new Set(places.map((place) => place.identity)).size, 6);
  assert.deepEqual(keptRuns('a').place(first).checkpoints, places[0]);
});

test('when a task ends well the checkpoints of all its keys go, and those of no other task', () => {
  const other = taskOf(config, 'default')!;
  const mine = [keptRuns('a'), keptRuns('b')];
  const places = [...mine.map((kept) => kept.place(first)), keptRuns('a', { of: other }).place(other.runs[0])];
  const stores = places.map((place) => createCheckpointStore(place.checkpoints!));
  for (const store of stores) store.write('latest', Uint8Array.of(1));
  mine[0].finished();
  assert.deepEqual(
    stores.map((store) => store.read('latest') !== null),
    [false, false, true],
  );
});

test('what another backend has not finished stays', () => {
  const [wasm, node] = [keptRuns('a'), keptRuns('a', { backend: 'node' })];
  const stores = [wasm, node].map((kept) => createCheckpointStore(kept.place(first).checkpoints!));
  for (const store of stores) store.write('latest', Uint8Array.of(1));
  wasm.finished();
  assert.deepEqual(
    stores.map((store) => store.read('latest') !== null),
    [false, true],
  );
  node.finished();
  assert.ok(!existsSync(join(folder, 'checkpoints', 'a', 'smoke')), 'the last one leaves no empty folder');
});

test('a run that must not reuse anything starts without a checkpoint', () => {
  const store = createCheckpointStore(keptRuns('a').place(first).checkpoints!);
  store.write('latest', Uint8Array.of(1));
  keptRuns('a', { reuse: false }).place(first);
  assert.equal(store.read('latest'), null);
});

test('what only the run itself needed goes with it', () => {
  const place = keptRuns('a').place(first);
  mkdirSync(place.artefacts.folder, { recursive: true });
  place.clear();
  assert.ok(!existsSync(place.artefacts.folder));
});
