import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { canonicalJson, digest } from '../../../runners/src/engine/canonical.ts';
import { compareEnds } from '../../../runners/src/engine/remote/compare-ends.ts';
import { objectName, runFolder } from '../../../runners/src/engine/remote/names.ts';
import { pull } from '../../../runners/src/engine/remote/pull.ts';
import { push } from '../../../runners/src/engine/remote/push.ts';
import { openRemote, type Remote } from '../../../runners/src/engine/remote/remote.ts';
import type { TransferEvent } from '../../../runners/src/engine/remote/transfer.ts';
import { entryName, type RunManifest } from '../../../runners/src/engine/run-manifest.ts';
import { createRunStore, type RunStore } from '../../../runners/src/engine/run-store.ts';
import { keepRun, keyOf, resultOf, wasm } from './stored-run.ts';

let root: string;
let here: RunStore;
let there: RunStore;
let remote: Remote;
let asked: string[];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'paper-factory-transfer-'));
  mkdirSync(join(root, 'remote'));
  here = createRunStore(join(root, 'here'));
  there = createRunStore(join(root, 'there'));
  asked = [];
  remote = watched(await openRemote({ folder: 'remote' }, root));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes down what is asked of a remote, as `put objects/…`. */
function watched(inner: Remote): Remote {
  const note = (what: string, name: string) => void asked.push(`${what} ${name}`);
  return {
    ...inner,
    has: (name) => (note('has', name), inner.has(name)),
    get: (name) => (note('get', name), inner.get(name)),
    put: (name, payload) => (note('put', name), inner.put(name, payload)),
  };
}

const named = (...names: string[]) => names.map((id) => ({ key: keyOf(id), id, profile: 'smoke', seed: 1, point: {} }));
const emitted: TransferEvent[] = [];
const options = (...names: string[]) => ({
  runs: named(...names),
  emit: (event: TransferEvent) => void emitted.push(event),
});
const send = (store: RunStore, ...names: string[]) => push({ store, remote }, options(...names));
const fetch = (store: RunStore, ...names: string[]) => pull({ store, remote }, options(...names));
const ends = (events: TransferEvent[]) => events.map(({ id, status }) => `${id} ${status}`);
const puts = () => asked.filter((line) => line.startsWith('put')).map((line) => line.slice(4));
const remoteFile = (name: string) => join(root, 'remote', name);
const entryOf = (manifest: RunManifest) => `${runFolder(manifest.key)}/${entryName(manifest)}`;

suite('push and pull', () => {
  test('bring every measurement of the runs that are asked for, with artefacts, and no others', async () => {
    keepRun(here, 'a', 0.5, { 'weights.bin': 'weights of a' });
    keepRun(here, 'a', 0.6);
    keepRun(here, 'b', 0.7);
    const sent = await send(here, 'a', 'never-ran');
    assert.deepEqual(ends(sent), ['a sent', 'a sent']);
    assert.deepEqual(ends(await fetch(there, 'a', 'b')), ['a fetched', 'a fetched']);
    assert.deepEqual(there.all(keyOf('a')), here.all(keyOf('a')));
    assert.deepEqual(there.find(keyOf('a'), wasm), here.find(keyOf('a'), wasm));
    assert.equal(there.find(keyOf('b'), wasm), null);
    assert.deepEqual(emitted.slice(0, 2), sent);
  });

  test('blobs go first and the manifest last, each blob once', async () => {
    const [a, b] = ['a', 'b'].map((name) => keepRun(here, name, 0.5, { 'shared.bin': 'the same' }));
    await send(here, 'a', 'b');
    const blobs = [a.result, a.artefacts['shared.bin']].map(objectName);
    assert.deepEqual(puts().sort(), [...blobs, entryOf(a), entryOf(b)].sort());
    for (const manifest of [a, b]) {
      for (const blob of blobs) assert.ok(puts().indexOf(blob) < puts().indexOf(entryOf(manifest)));
    }
  });

  test('nothing that is there is moved again', async () => {
    keepRun(here, 'a', 0.5);
    await send(here, 'a');
    await fetch(there, 'a');
    asked = [];
    assert.deepEqual(ends(await send(here, 'a')), ['a present']);
    assert.deepEqual(ends(await fetch(there, 'a')), ['a present']);
    assert.deepEqual(asked, []);
  });

  test('a push that was stopped goes on where it was', async () => {
    const manifest = keepRun(here, 'a', 0.5, { 'weights.bin': 'weights' });
    await send(here, 'a');
    rmSync(remoteFile(entryOf(manifest)));
    asked = [];
    assert.deepEqual(ends(await send(here, 'a')), ['a sent']);
    assert.deepEqual(puts(), [entryOf(manifest)]);
  });

  test('a pull that was stopped goes on where it was', async () => {
    const manifest = keepRun(here, 'a', 0.5, { 'weights.bin': 'weights' });
    await send(here, 'a');
    there.objects.put(Buffer.from('weights'));
    asked = [];
    assert.deepEqual(ends(await fetch(there, 'a')), ['a fetched']);
    assert.deepEqual(
      asked,
      [entryOf(manifest), objectName(manifest.result)].map((name) => `get ${name}`),
    );
  });

  test('a blob that is lost here is fetched again', async () => {
    const manifest = keepRun(here, 'a', 0.5, { 'weights.bin': 'weights' });
    await send(here, 'a');
    here.objects.remove(manifest.artefacts['weights.bin']);
    assert.equal(here.find(keyOf('a'), wasm), null);
    assert.deepEqual(ends(await fetch(here, 'a')), ['a fetched']);
    assert.deepEqual(here.find(keyOf('a'), wasm)?.result, resultOf(0.5));
  });

  test('tell what only one end has', async () => {
    keepRun(here, 'a', 0.5);
    await send(here, 'a');
    keepRun(here, 'a', 0.6);
    keepRun(there, 'b', 0.7);
    await send(there, 'b');
    const compared = await compareEnds({ store: here, remote }, options('a', 'b', 'c'));
    assert.deepEqual(
      compared.map(({ id, here, there, both }) => [id, here, there, both]),
      [
        ['a', 1, 0, 1],
        ['b', 0, 1, 0],
        ['c', 0, 0, 0],
      ],
    );
  });

  test('stop when the user says so', async () => {
    keepRun(here, 'a', 0.5);
    const signal = AbortSignal.abort();
    await assert.rejects(push({ store: here, remote }, { ...options('a'), signal }), /^UserError: stopped$/);
    assert.deepEqual(puts(), []);
  });

  test('end with the first fault of the remote, and begin nothing after it', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `run-${i}`);
    names.forEach((name, i) => keepRun(here, name, i));
    remote.list = async () => {
      asked.push('list');
      throw new Error('the remote is gone');
    };
    await assert.rejects(send(here, ...names), /the remote is gone/);
    assert.ok(asked.length <= 8, `${asked.length} requests`);
  });
});

suite('a push refuses', () => {
  test('a measurement whose blob is spoilt here, and sends the others', async () => {
    const manifest = keepRun(here, 'a', 0.5, { 'weights.bin': 'weights' });
    keepRun(here, 'b', 0.6);
    appendFileSync(here.objects.path(manifest.artefacts['weights.bin']), '!');
    const sent = await send(here, 'a', 'b');
    assert.deepEqual(ends(sent), ['a refused', 'b sent']);
    assert.match(sent[0].reason, new RegExp(`its blob ${manifest.artefacts['weights.bin']} is not whole here`));
    assert.ok(!existsSync(remoteFile(entryOf(manifest))));
  });
});

suite('a pull refuses', () => {
  const spoilText = (name: string, text: string) => writeFileSync(remoteFile(name), text);
  /** What somebody did to the remote, and what the refusal says. */
  const cases: Record<string, [spoil: (manifest: RunManifest) => void, reason: RegExp]> = {
    'a spoilt result': [
      ({ result }) => spoilText(objectName(result), '{"metrics":[]}'),
      /its blob [0-9a-f]{64} is spoilt: its bytes have the digest [0-9a-f]{64}/,
    ],
    'a spoilt artefact': [
      ({ artefacts }) => spoilText(objectName(artefacts['weights.bin']), 'others'),
      /its blob [0-9a-f]{64} is spoilt/,
    ],
    'a blob that is not there': [
      ({ result }) => rmSync(remoteFile(objectName(result))),
      /its blob [0-9a-f]{64} is not there/,
    ],
    'a manifest that is cut off': [
      (manifest) => spoilText(entryOf(manifest), canonicalJson(manifest).slice(0, 100)),
      /its manifest does not follow the schema/,
    ],
    'a manifest with a field of another name': [
      (manifest) => spoilText(entryOf(manifest), JSON.stringify({ ...manifest, run: 'rm -rf' })),
      /its manifest does not follow the schema/,
    ],
    'a digest that is a path': [
      (manifest) => spoilText(entryOf(manifest), JSON.stringify({ ...manifest, result: '../../../etc/passwd' })),
      /its manifest does not follow the schema/,
    ],
    'an artefact whose name is a path out of the folder': [
      ({ result, ...rest }) =>
        spoilText(
          entryOf({ ...rest, result }),
          JSON.stringify({ ...rest, result, artefacts: { '../../.bashrc': result } }),
        ),
      /its manifest does not follow the schema/,
    ],
    'the manifest of another run': [
      (manifest) => spoilText(entryOf(manifest), JSON.stringify({ ...manifest, key: keyOf('other') })),
      /its manifest is that of another measurement/,
    ],
    'a manifest under the name of another measurement': [
      (manifest) => spoilText(entryOf(manifest), JSON.stringify({ ...manifest, machine: 'another' })),
      /its manifest is that of another measurement/,
    ],
    'a manifest of 2 MB': [
      (manifest) => spoilText(entryOf(manifest), JSON.stringify({ ...manifest, node: 'v'.repeat(2e6) })),
      /its manifest is too large to be one/,
    ],
  };
  for (const [name, [spoil, reason]] of Object.entries(cases)) {
    test(`${name}, names it, keeps nothing of it and goes on`, async () => {
      const manifest = keepRun(here, 'a', 0.5, { 'weights.bin': 'weights' });
      keepRun(here, 'b', 0.6);
      await send(here, 'a', 'b');
      spoil(manifest);
      const fetched = await fetch(there, 'a', 'b');
      assert.deepEqual(ends(fetched), ['a refused', 'b fetched']);
      assert.match(fetched[0].reason, reason);
      assert.equal(fetched[0].entry, entryName(manifest));
      assert.deepEqual(there.manifests(keyOf('a')), []);
      const blobs = [...there.objects.list()];
      assert.ok(
        blobs.every((blob) => there.objects.check(blob)),
        'every blob that was kept is whole',
      );
      assert.deepEqual(readdirSync(join(root, 'there', 'temporary')), []);
    });
  }

  test('a result that is none, though its digest is right', async () => {
    const text = '{"metrics":"many"}';
    const manifest = { ...keepRun(here, 'a', 0.5), result: digest(text) };
    await remote.put(objectName(digest(text)), { text });
    await remote.put(entryOf(manifest), { text: canonicalJson(manifest) });
    const [{ status, reason }] = await fetch(there, 'a');
    assert.equal(status, 'refused');
    assert.match(reason, /its result [0-9a-f]{64} is none: .*metrics/);
    assert.deepEqual(there.manifests(keyOf('a')), []);
  });

  test('bytes that break off, and fetches them the next time', async () => {
    const manifest = keepRun(here, 'a', 0.5);
    await send(here, 'a');
    const { get } = remote;
    remote.get = async (name) =>
      name === objectName(manifest.result)
        ? (async function* () {
            yield Buffer.from('{"met');
            throw new Error('socket hang up');
          })()
        : get(name);
    const [{ status, reason }] = await fetch(there, 'a');
    assert.equal(status, 'refused');
    assert.match(reason, /its blob [0-9a-f]{64} broke off: socket hang up/);
    remote.get = get;
    assert.deepEqual(ends(await fetch(there, 'a')), ['a fetched']);
  });

  test('nothing of what else lies there', async () => {
    const manifest = keepRun(here, 'a', 0.5);
    await send(here, 'a');
    const folder = dirname(remoteFile(entryOf(manifest)));
    for (const name of ['.wasm-0123456789abcdef.json', 'README', 'wasm.json']) writeFileSync(join(folder, name), '{}');
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', entryName(manifest)), '{}');
    assert.deepEqual(ends(await fetch(there, 'a')), ['a fetched']);
  });
});
