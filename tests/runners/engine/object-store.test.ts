import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { digest } from '../../../runners/src/engine/canonical.ts';
import { createObjectStore, DigestMismatch, type ObjectStore } from '../../../runners/src/engine/object-store.ts';

let folder: string;
let corrupted: string[];
let store: ObjectStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-factory-objects-'));
  corrupted = [];
  store = createObjectStore(join(folder, 'store'), { onCorrupted: (name) => corrupted.push(name) });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hello = Buffer.from('hello');
const temporary = () => readdirSync(join(folder, 'store', 'temporary'));
async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}
const ofFile = (bytes: Uint8Array) => {
  const file = join(folder, 'file');
  writeFileSync(file, bytes);
  return file;
};

/** Each way in; all must give the same blob. */
const puts: Record<string, (bytes: Uint8Array) => Promise<string>> = {
  put: async (bytes) => store.put(bytes),
  putFile: (bytes) => store.putFile(ofFile(bytes)),
  putStream: async (bytes) => {
    await store.putStream(chunks(Buffer.from(bytes).toString()), digest(bytes));
    return digest(bytes);
  },
};

for (const [name, put] of Object.entries(puts)) {
  suite(name, () => {
    for (const bytes of [hello, Buffer.alloc(0), Buffer.from('x'.repeat(3_000_000))]) {
      test(`${bytes.length} bytes come back under their digest`, async () => {
        assert.equal(await put(bytes), digest(bytes));
        assert.ok(store.has(digest(bytes)));
        assert.ok(store.check(digest(bytes)));
        assert.deepEqual(Buffer.from(store.get(digest(bytes))!), bytes);
        assert.deepEqual([...store.list()], [digest(bytes)]);
        assert.deepEqual(temporary(), []);
        assert.equal(
          store.path(digest(bytes)),
          join(folder, 'store', 'objects', digest(bytes).slice(0, 2), digest(bytes).slice(2)),
        );
      });
    }

    test('twice is once, and makes the blob young', async () => {
      const name = await put(hello);
      utimesSync(store.path(name), 1000, 1000);
      assert.equal(await put(hello), name);
      assert.ok(statSync(store.path(name)).mtimeMs > 2_000_000);
      assert.equal([...store.list()].length, 1);
    });

    test('a folder that cannot be written is one clear error', async () => {
      writeFileSync(join(folder, 'store'), 'a file where the folder should be');
      await assert.rejects(put(hello), /could not write .*objects.* \((ENOTDIR|EEXIST)\)/);
    });
  });
}

test('a blob that is there is not written again', async () => {
  const name = store.put(hello);
  const { ino } = statSync(store.path(name));
  store.put(hello);
  await store.putFile(ofFile(hello));
  assert.equal(statSync(store.path(name)).ino, ino);
});

test('a blob that a power cut shortened is written again by put', () => {
  const name = store.put(hello);
  truncateSync(store.path(name), 2);
  store.put(hello);
  assert.deepEqual(Buffer.from(store.get(name)!), hello);
});

test('what is missing is null and no error', () => {
  const name = digest('nothing');
  assert.deepEqual(
    [store.get(name), store.has(name), store.check(name), store.touch(name)],
    [null, false, false, false],
  );
  store.remove(name);
  assert.deepEqual([...store.list()], []);
});

for (const look of ['get', 'check'] as const) {
  test(`${look} tells of a spoilt blob, removes it and calls it missing`, () => {
    const name = store.put(hello);
    appendFileSync(store.path(name), '!');
    assert.ok(!store[look](name));
    assert.deepEqual(corrupted, [name]);
    assert.ok(!existsSync(store.path(name)));
    assert.ok(!store[look](name));
    assert.deepEqual(corrupted, [name], 'told once');
    store.put(hello);
    assert.ok(store[look](name));
  });
}

test('a stream of other bytes than were asked for is refused and leaves nothing', async () => {
  await assert.rejects(store.putStream(chunks('hel', 'lp'), digest(hello)), DigestMismatch);
  assert.deepEqual([...store.list()], []);
  assert.deepEqual(temporary(), []);
});

test('a stream that breaks off leaves nothing', async () => {
  async function* broken() {
    yield hello;
    throw new Error('the line went dead');
  }
  await assert.rejects(store.putStream(broken(), digest(hello)), /the line went dead/);
  assert.deepEqual([...store.list()], []);
  assert.deepEqual(temporary(), []);
});

test('a file that is not there is one clear error', async () => {
  await assert.rejects(store.putFile(join(folder, 'no')), /could not read .*no \(ENOENT\)/);
});

test('what is no digest is no name: no path leads out of the store', () => {
  for (const name of ['', '..', 'a/../../b', `${'a'.repeat(63)}/`, 'A'.repeat(64)]) {
    assert.throws(() => store.get(name), /is no digest/);
    assert.throws(() => store.path(name), /is no digest/);
    assert.throws(() => store.remove(name), /is no digest/);
  }
});

test('strange files among the blobs are not listed', () => {
  const name = store.put(hello);
  writeFileSync(join(dirname(store.path(name)), 'README'), '');
  writeFileSync(join(folder, 'store', 'objects', 'notes.txt'), '');
  mkdirSync(join(folder, 'store', 'objects', 'zz'));
  assert.deepEqual([...store.list()], [name]);
});

test('two stores over one folder share their blobs', () => {
  const other = createObjectStore(join(folder, 'store'));
  assert.deepEqual(Buffer.from(store.get(other.put(hello))!), hello);
  other.remove(digest(hello));
  assert.equal(store.get(digest(hello)), null);
});

test('a read-only store can be read', { skip: process.getuid?.() === 0 && 'root may write everywhere' }, () => {
  const name = store.put(hello);
  const home = join(folder, 'store', 'objects', name.slice(0, 2));
  chmodSync(home, 0o500);
  assert.deepEqual(Buffer.from(store.get(name)!), hello);
  assert.ok(store.touch(name));
  assert.equal(store.put(hello), name);
  chmodSync(home, 0o700);
});
