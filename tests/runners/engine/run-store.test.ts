import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import { digest } from '../../../runners/src/engine/canonical.ts';
import type { RunMetric, RunResult } from '../../../runners/src/engine/experiment.ts';
import { decodeResult, encodeResult } from '../../../runners/src/engine/result-codec.ts';
import { entryName, isEntryName } from '../../../runners/src/engine/run-manifest.ts';
import { createRunStore, type Measurement, type RunStore } from '../../../runners/src/engine/run-store.ts';
import { outcomeBytes } from '../../../runners/src/engine/store.ts';

let folder: string;
let corrupted: string[];
let store: RunStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-factory-runs-'));
  corrupted = [];
  store = createRunStore(folder, { onCorrupted: (file) => corrupted.push(file) });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const metric = (value: number, over: Partial<RunMetric> = {}): RunMetric => ({
  name: 'r2',
  label: 'R2',
  value,
  unit: '',
  direction: 'higher',
  split: 'test',
  scope: { snr: 5, model: 'a' },
  n: 10,
  digits: 2,
  ...over,
});
const result = (value: number): RunResult => ({ metrics: [metric(value)] });

const key = digest('key');
const wasm = { name: 'wasm', version: '4.22.0' };
const native = { name: 'node', version: '4.22.0' };
const measurement = (over: Partial<Measurement> = {}): Measurement => ({
  key,
  id: 'ridge',
  profile: 'smoke',
  seed: 1,
  point: { snr: 5 },
  backend: wasm,
  machine: 'linux-x64 A processor',
  node: 'v24.0.0',
  platform: 'linux-x64',
  date: '2026-11-21T10:00:00.000Z',
  seconds: 1.5,
  cpuSeconds: 2.5,
  peakMemoryMiB: 100,
  ...over,
});
const values = (runs: { result: RunResult }[]) => runs.map((run) => run.result.metrics[0].value);
const entries = () => readdirSync(store.folderOf(key)).sort();

suite('the codec of results', () => {
  const odd = [NaN, Infinity, -Infinity, -0, 0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 2 ** 53 + 2, -1e-7, 1 / 3];
  const full: RunResult = {
    status: 'diverged',
    metrics: odd.map((value, i) => metric(value, { scope: { i }, resamples: Float64Array.from(odd), n: null })),
    curves: [
      {
        name: 'training',
        label: 'Training',
        scope: {},
        x: { name: 'epoch', unit: '', values: odd.map((_, i) => i) },
        y: { name: 'loss', unit: '', values: odd },
      },
    ],
    gates: [{ name: 'loss is finite', value: NaN, relation: '<', threshold: Infinity, passed: false }],
    scale: { train: 16384 },
  };

  test('gives every number back bit for bit, those that JSON cannot hold too', () => {
    const back = decodeResult(encodeResult(full));
    const bits = (numbers: ArrayLike<number>) => [...new BigUint64Array(Float64Array.from(numbers).buffer)];
    assert.deepEqual(bits(back.metrics.map(({ value }) => value)), bits(odd));
    for (const { resamples } of back.metrics) assert.deepEqual(bits(resamples!), bits(odd));
    assert.deepEqual(bits(back.curves![0].y.values), bits(odd));
    assert.deepEqual(back.gates, full.gates);
    assert.deepEqual(decodeResult(encodeResult(back)), back);
  });

  test('equal results have equal bytes, whatever the order of their fields and the kind of their arrays', () => {
    const { name, value, ...rest } = metric(0.5, { resamples: [1, 2] });
    const bytes = encodeResult({ metrics: [{ ...rest, value, name, resamples: Float64Array.of(1, 2) }] });
    assert.deepEqual(encodeResult({ metrics: [{ name, value, ...rest }] }), bytes);
    assert.doesNotMatch(Buffer.from(bytes).toString(), /\s/);
  });

  test('an outcome of stored results has the bytes of one of fresh results', () => {
    const results = [0.2, 0.4].map((value) => ({
      metrics: [metric(value, { resamples: Float64Array.from({ length: 50 }, (_, i) => value + i / 7) })],
      scale: { train: 3, test: 2 },
    }));
    const outcome = (of: RunResult[]) =>
      outcomeBytes(
        aggregate(
          'ridge',
          'smoke',
          of.map((result, i) => ({ seed: i + 1, result })),
        ),
      );
    assert.equal(outcome(results.map((result) => decodeResult(encodeResult(result)))), outcome(results));
    assert.equal(outcome([results[0], decodeResult(encodeResult(results[1]))]), outcome(results));
  });

  const faults: [string, unknown, RegExp][] = [
    ['no metrics', {}, /metrics/],
    ['a number as text', { metrics: [metric('0.5' as never)] }, /metrics\.0\.value: must be a number/],
    ['a field of another name', { metrics: [{ ...metric(1), valeu: 1 }] }, /valeu/],
    ['replicates that are no list', { metrics: [metric(1, { resamples: 'many' as never })] }, /list of numbers/],
    ['an unknown status', { metrics: [], status: 'fine' }, /status/],
  ];
  for (const [name, value, message] of faults) {
    test(`refuses ${name}, on the way in and on the way out`, () => {
      assert.throws(() => encodeResult(value as RunResult), message);
      assert.throws(() => decodeResult(Buffer.from(JSON.stringify(value))), message);
    });
  }

  test('refuses a mark that stands for no number', () => {
    assert.throws(() => decodeResult(Buffer.from('{"metrics":[],"scale":{"a":{"$number":"7"}}}')), /is no number/);
  });
});

suite('measurements', () => {
  test('what was written is found, with its manifest', () => {
    assert.equal(store.find(key, wasm), null);
    const artefacts = { 'weights.bin': store.objects.put(Buffer.from('weights')) };
    const written = store.write(measurement(), result(0.5), artefacts);
    assert.deepEqual(store.find(key, wasm), { manifest: written, result: result(0.5) });
    assert.deepEqual(written.artefacts, artefacts);
    assert.deepEqual(entries(), [entryName(written)]);
    assert.equal(store.folderOf(key), join(folder, 'runs', key.slice(0, 2), key));
    assert.ok(isEntryName(entryName(written)));
    assert.deepEqual(corrupted, []);
  });

  test('an equal measurement of the same class of machines is one entry; all others are kept', () => {
    store.write(measurement(), result(0.5), {});
    store.write(measurement({ date: '2026-11-22T10:00:00.000Z', seconds: 9 }), result(0.5), {});
    assert.equal(entries().length, 1);
    store.write(measurement({ machine: 'linux-arm64 Another' }), result(0.5), {});
    store.write(measurement({ backend: native }), result(0.51), {});
    store.write(measurement({ backend: { ...native, version: '5' } }), result(0.51), {});
    store.write(measurement({ date: '2026-11-20T10:00:00.000Z' }), result(0.49), {});
    assert.equal(entries().length, 5);
    const all = values(store.all(key));
    assert.deepEqual([all[0], all[4]], [0.49, 0.5], 'oldest first');
    assert.deepEqual([...all].sort(), [0.49, 0.5, 0.5, 0.51, 0.51]);
    assert.equal(store.manifests(key).length, 5);
  });

  test('the first of the backend that is asked for is found', () => {
    store.write(measurement({ date: '2026-11-23T10:00:00.000Z' }), result(0.3), {});
    store.write(measurement({ date: '2026-11-22T10:00:00.000Z' }), result(0.2), {});
    store.write(measurement({ backend: native, date: '2026-11-24T10:00:00.000Z' }), result(0.4), {});
    assert.equal(values([store.find(key, wasm)!])[0], 0.2);
    assert.equal(values([store.find(key, native)!])[0], 0.4);
    assert.equal(store.find(key, { ...wasm, version: '4.21.0' }), null);
    assert.equal(store.find(key, { name: 'was', version: '4.22.0' }), null);
    assert.equal(store.find(digest('another'), wasm), null);
  });

  test('an equal measurement later does not make what was measured first look newer', () => {
    for (const [value, hour] of [
      [0.5, '10'],
      [0.6, '11'],
      [0.5, '12'],
    ] as const) {
      store.write(measurement({ date: `2026-11-21T${hour}:00:00.000Z` }), result(value), {});
    }
    assert.deepEqual(values([store.find(key, wasm)!]), [0.5]);
    assert.deepEqual(values(store.all(key)), [0.5, 0.6]);
  });

  test('a result that is not one is refused and leaves no entry', () => {
    assert.throws(() => store.write(measurement(), { metrics: [metric('x' as never)] }, {}), /does not follow/);
    assert.equal(store.find(key, wasm), null);
    assert.throws(() => store.write(measurement(), result(1), { '../x': digest('x') }), /does not follow/);
    assert.throws(() => store.write(measurement({ key: '../x' }), result(1), {}), /does not follow|no run key/);
  });

  const spoil: Record<string, (artefact: string) => string> = {
    result: () => store.objects.path(store.find(key, wasm)!.manifest.result),
    artefact: (artefact) => store.objects.path(artefact),
    manifest: () => join(store.folderOf(key), entries().at(-1)!),
  };
  for (const [name, fileOf] of Object.entries(spoil)) {
    test(`a spoilt ${name} is told of, removed and hides its measurement, not another one`, () => {
      const artefact = store.objects.put(Buffer.from('weights'));
      store.write(measurement({ date: '2026-11-20T10:00:00.000Z' }), result(0.3), { 'weights.bin': artefact });
      const spoilt = fileOf(artefact);
      store.write(measurement({ date: '2026-11-21T10:00:00.000Z' }), result(0.2), {});
      appendFileSync(spoilt, '!');
      assert.equal(values([store.find(key, wasm)!])[0], 0.2);
      assert.deepEqual(corrupted, [spoilt]);
      assert.equal(values([store.find(key, wasm)!])[0], 0.2);
      assert.deepEqual(corrupted, [spoilt], 'told once');
    });
  }

  test('a missing artefact hides its measurement and says nothing', () => {
    store.write(measurement(), result(0.3), { 'weights.bin': digest('never kept') });
    assert.equal(store.find(key, wasm), null);
    assert.deepEqual(corrupted, []);
    assert.deepEqual(values(store.all(key)), [0.3], 'its values are still there');
  });

  test('a manifest under the name or key of another is no measurement of it', () => {
    const written = store.write(measurement(), result(0.3), {});
    const text = readFileSync(join(store.folderOf(key), entryName(written)));
    const wrong = [join(store.folderOf(key), `wasm-${'0'.repeat(16)}.json`)];
    writeFileSync(wrong[0], text);
    assert.equal(store.manifests(key).length, 1);
    assert.deepEqual(corrupted, wrong);
  });

  test('files with other names are left alone', () => {
    store.write(measurement(), result(0.3), {});
    writeFileSync(join(store.folderOf(key), 'README.md'), 'mine');
    assert.equal(store.manifests(key).length, 1);
    assert.deepEqual(corrupted, []);
    assert.equal(entries().length, 2);
  });

  test('no run key, no folder', () => {
    for (const bad of ['', '..', 'abc', '../'.repeat(22)]) assert.throws(() => store.find(bad, wasm), /no run key/);
  });
});
