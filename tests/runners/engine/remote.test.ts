import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, suite, test } from 'node:test';
import { digest } from '../../../runners/src/engine/canonical.ts';
import { openRemote, type Remote } from '../../../runners/src/engine/remote/remote.ts';
import { remoteSchema } from '../../../runners/src/schema/remote.ts';
import { noCredentials, startS3Server, whyNoS3Server, type S3Server } from '../../s3-server.ts';

const root = mkdtempSync(join(tmpdir(), 'paper-factory-remote-'));
after(() => rmSync(root, { recursive: true, force: true }));

const bytesOf = async (source: AsyncIterable<Uint8Array> | null) => {
  if (source === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const open = (settings: unknown) => openRemote(remoteSchema.parse(settings), root);

const pages = Array.from({ length: 1005 }, (_, i) => `pages/${i}`);
/** Puts more files into a folder than a service names in one answer; one request each would take most of the test. */
function fillPages(folder: string): void {
  mkdirSync(join(folder, 'pages'), { recursive: true });
  for (const name of pages) writeFileSync(join(folder, name), name);
}

/** What every driver does. `settings` names a place that holds nothing but the `pages`. */
function testRemote(settings: () => unknown): void {
  let remote: Remote;
  beforeEach(async () => (remote = await open(settings())));
  afterEach(() => remote.close());
  const text = async (name: string) => (await bytesOf(await remote.get(name)))?.toString() ?? null;

  test('what was put is there', async () => {
    assert.equal(await remote.has('runs/ab/abc/wasm.json'), false);
    await remote.put('runs/ab/abc/wasm.json', { text: 'größer\n' });
    assert.equal(await remote.has('runs/ab/abc/wasm.json'), true);
    assert.equal(await text('runs/ab/abc/wasm.json'), 'größer\n');
  });

  test('what is missing is null', async () => {
    assert.equal(await remote.get('objects/no/where'), null);
    assert.equal(await remote.has('objects/no/where'), false);
    assert.deepEqual(await remote.list('nowhere'), []);
  });

  test('the last of two puts stays', async () => {
    await remote.put('twice/a', { text: 'one' });
    await remote.put('twice/a', { text: 'two' });
    assert.equal(await text('twice/a'), 'two');
  });

  for (const size of [0, 1, 12 << 20]) {
    test(`a file of ${size} bytes comes back`, async () => {
      const file = join(root, 'large');
      const bytes = Buffer.alloc(size, 'the bytes of a checkpoint ');
      writeFileSync(file, bytes);
      await remote.put(`sizes/${size}`, { file });
      assert.equal(digest((await bytesOf(await remote.get(`sizes/${size}`)))!), digest(bytes));
    });
  }

  test('lists what lies in a folder and below, and nothing beside it', async () => {
    for (const name of ['list/a/1', 'list/a/b/2', 'list/ab/3', 'list/a1']) await remote.put(name, { text: name });
    assert.deepEqual((await remote.list('list/a')).sort(), ['list/a/1', 'list/a/b/2']);
  });

  test('lists more than one page', async () => {
    const listed = await remote.list('pages');
    assert.equal(listed.length, pages.length);
    assert.deepEqual(new Set(listed), new Set(pages));
  });

  test('many puts at one time do not get into each other', async () => {
    const put = (i: number) => remote.put(`race/${i % 3}`, { text: `${i % 3}`.repeat(1000) });
    await Promise.all(Array.from({ length: 30 }, (_, i) => put(i)));
    for (const name of ['0', '1', '2']) assert.equal(await text(`race/${name}`), name.repeat(1000));
  });
}

suite('folder', () => {
  before(() => fillPages(join(root, 'shared')));
  testRemote(() => ({ folder: 'shared' }));

  test('leaves nothing half written, and is named as it lies', async () => {
    assert.deepEqual(readdirSync(join(root, 'shared', 'temporary')), []);
    assert.equal((await open({ folder: join(root, 'shared') })).place, join(root, 'shared'));
  });

  test('a folder that is not mounted is one clear error', async () => {
    await assert.rejects(open({ folder: 'elsewhere' }), /the remote folder .*elsewhere is not there/);
  });

  test('a folder that cannot be written is one clear error', async () => {
    const remote = await open({ folder: 'shared' });
    writeFileSync(join(root, 'shared', 'file'), '');
    await assert.rejects(remote.put('file/a', { text: 'x' }), /could not write .*file\/a \((ENOTDIR|EEXIST)\)/);
    await assert.rejects(remote.put('b', { file: join(root, 'no') }), /could not write .*b \(ENOENT\)/);
  });
});

/** Sets variables of the environment; the S3 client reads its credentials from there. */
function withEnv(env: Record<string, string>): () => void {
  const names = [
    ...new Set([...Object.keys(process.env).filter((name) => name.startsWith('AWS_')), ...Object.keys(env)]),
  ];
  const saved = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of saved) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

const missing = whyNoS3Server();
suite('S3', { skip: missing ?? false }, () => {
  let server: S3Server;
  let restore: () => void;
  const settings = (over: object = {}) => ({
    s3: { bucket: 'runs-of-the-group', endpoint: server.endpoint, pathStyle: true, ...over },
  });
  before(async () => {
    server = await startS3Server('runs-of-the-group', (bucket) => fillPages(join(bucket, 'group', 'lenses')));
    restore = withEnv(server.env);
  });
  after(() => {
    restore();
    server.stop();
  });

  suite('with a prefix', () => testRemote(() => settings({ prefix: 'group/lenses' })));

  test('without a prefix names begin at the bucket', async () => {
    const remote = await open(settings());
    await remote.put('objects/ab/c', { text: 'x' });
    assert.deepEqual(await remote.list('objects'), ['objects/ab/c']);
    assert.deepEqual(readdirSync(join(server.folder, 'runs-of-the-group', 'objects', 'ab')), ['c']);
    assert.equal(remote.place, 's3://runs-of-the-group');
    remote.close();
  });

  const faults: [string, () => [settings: object, env: Record<string, string>], RegExp, RegExp][] = [
    [
      'no credentials',
      () => [{}, noCredentials],
      /there are no credentials for s3:\/\/runs-of-the-group$/,
      /AWS_ACCESS_KEY_ID/,
    ],
    [
      'a wrong key',
      () => [{}, { ...server.env, AWS_ACCESS_KEY_ID: 'stranger' }],
      /does not accept the credentials|may not be used with these credentials/,
      /AWS_ACCESS_KEY_ID|s3:ListBucket/,
    ],
    [
      'a wrong secret',
      () => [{}, { ...server.env, AWS_SECRET_ACCESS_KEY: 'guess' }],
      /does not accept the credentials/,
      /AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'a bucket that does not exist',
      () => [{ bucket: 'no-such-bucket' }, server.env],
      /the bucket of s3:\/\/no-such-bucket does not exist/,
      /Make it/,
    ],
    [
      'an endpoint where nobody answers',
      () => [{ endpoint: 'http://127.0.0.1:1' }, server.env],
      /could not reach s3:\/\/runs-of-the-group at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/,
      /Check the endpoint/,
    ],
  ];
  for (const [name, setUp, message, hint] of faults) {
    test(`${name} is one clear error`, async () => {
      const [over, env] = setUp();
      const restoreHere = withEnv(env);
      try {
        await assert.rejects(open(settings(over)), (error: Error & { hint: string }) => {
          assert.equal(error.name, 'UserError');
          assert.match(error.message, message);
          assert.match(error.hint, hint);
          return true;
        });
      } finally {
        restoreHere();
      }
    });
  }

  test('a service that speaks another language is one clear error', async () => {
    const stranger = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'));
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
    const { port } = stranger.address() as { port: number };
    await assert.rejects(open(settings({ endpoint: `http://127.0.0.1:${port}` })), { name: 'UserError' });
    stranger.close();
  });
});
