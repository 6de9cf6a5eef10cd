import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test, type TestContext } from 'node:test';
import { createRunStore } from '../../runners/src/engine/run-store.ts';
import { noCredentials, startS3Server, whyNoS3Server, type S3Server } from '../s3-server.ts';
import { runHere } from './run-here.ts';
import { events, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;
const smoke = ['line-fit', '--profile', 'smoke'];

/** A root that shares its runs through this remote. */
function labWith(context: TestContext, remote: object | null): Lab {
  const lab = scratchRoot(context);
  const config = lab.read('factory.config.yaml');
  if (remote) lab.write('factory.config.yaml', `${config}\nremote: ${JSON.stringify(remote)}\n`);
  return lab;
}

async function ok(lab: Lab, ...args: string[]): Promise<string> {
  // A run needs processes of its own.
  const { code, out, err } = await (args[0] === 'reproduce' ? lab.run(...args) : runHere(lab.root, ...args));
  assert.equal(code, 0, `${args.join(' ')}\n${out}${err}`);
  return out;
}
const summary = (out: string) => events(out).at(-1)!;

/** The store of a root that ran `smoke`; made once, since a run takes processes. */
const store = mkdtempSync(join(tmpdir(), 'paper-factory-store-'));
before(async (context) => {
  const lab = scratchRoot(context as TestContext);
  await ok(lab, 'reproduce', '--force', ...smoke);
  cpSync(lab.path('.factory/store'), store, { recursive: true });
});
after(() => rmSync(store, { recursive: true, force: true }));

/** The files of a remote that lies on this disk, with what makes a test of it. */
interface Place {
  remote: object;
  folder: string;
}

function testSharing(place: () => Place): void {
  test('what one root ran another one need not run', async (t) => {
    const { remote, folder } = place();
    const [here, there] = [labWith(t, remote), labWith(t, remote)];
    cpSync(store, here.path('.factory/store'), { recursive: true });
    const sent = await ok(here, 'cache', 'push', '--json');
    const { event, action, runs, sent: count, missing, refused } = summary(sent);
    assert.deepEqual([event, action, runs, count, missing, refused], ['summary', 'push', 6, 1, 5, 0]);
    assert.match(
      await ok(here, 'cache', 'push', ...smoke),
      /: 0 sent \(0 B\), 1 present, 0 refused, 0 not run here\n$/,
    );

    // The other one has no result of it any more.
    const committed = there.read('assets/results/line-fit/smoke/outcome.json');
    there.remove('assets/results/line-fit/smoke');
    assert.match(await ok(there, 'cache', 'status', ...smoke), /\nline-fit +smoke +1 +0 +0 +1 +0\n/);
    assert.match(
      await ok(there, 'cache', 'pull', ...smoke),
      /: 1 fetched \(\d+ kB\), 0 present, 0 refused, 0 not there\n$/,
    );
    const ran = events(await ok(there, 'reproduce', '--json', ...smoke)).filter((line) => line.event === 'run');
    assert.deepEqual(
      ran.map(({ status }) => status),
      ['kept'],
    );
    assert.equal(there.read('assets/results/line-fit/smoke/outcome.json'), committed);
    assert.match(await ok(there, 'cache', 'status', ...smoke), /\nline-fit +smoke +1 +1 +0 +0 +0\n/);

    // Somebody spoils every blob of the remote.
    const objects = join(folder, 'objects');
    const blobs = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of blobs) writeFileSync(join(parentPath, name), '{"metrics":[]}');
    there.remove('.factory/store');
    const { code, out, err } = await runHere(there.root, 'cache', 'pull', ...smoke);
    assert.equal(code, 1);
    assert.match(err, /✗ refused line-fit\/smoke seed 1: its blob [0-9a-f]{64} is spoilt/);
    assert.match(out, /: 0 fetched \(0 B\), 0 present, 1 refused, /);
    assert.deepEqual([...createRunStore(there.path('.factory/store')).objects.list()], []);
  });
}

suite('cache through a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-shared-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  testSharing(() => ({ remote: { folder }, folder }));

  const faults: [string, remote: object | null, args: string[], code: number, message: RegExp][] = [
    ['no remote', null, ['push'], 1, /factory\.config\.yaml names no remote\n +Add `remote:/],
    ['a folder that is not there', { folder: 'no/where' }, ['pull'], 1, /the remote folder .*no\/where is not there/],
    ['a remote of two kinds', { folder, s3: { bucket: 'abc' } }, ['pull'], 1, /the root has 1 fault/],
    ['no action', { folder }, [], 2, /cache needs an action\n +Known: push, pull, status\./],
    ['an unknown action', { folder }, ['sync'], 2, /cache has no action "sync"/],
    ['an unknown experiment', { folder }, ['push', 'no-such'], 2, /there is no experiment "no-such"/],
  ];
  for (const [name, remote, args, exit, message] of faults) {
    test(`${name} is one clear error`, async (t) => {
      const { code, err } = await runHere(labWith(t, remote).root, 'cache', ...args);
      assert.equal(code, exit, err);
      assert.match(err, message);
      assert.doesNotMatch(err, /bug in paper-factory/);
    });
  }
});

const missing = whyNoS3Server();
suite('cache through S3', { skip: missing ?? false }, () => {
  let server: S3Server;
  const saved = { ...process.env };
  before(async () => {
    server = await startS3Server('runs-of-the-group');
    Object.assign(process.env, server.env);
  });
  after(() => {
    process.env = saved;
    server.stop();
  });
  const remote = (over: object = {}) => ({
    s3: { bucket: 'runs-of-the-group', prefix: 'lab', endpoint: server.endpoint, pathStyle: true, ...over },
  });
  testSharing(() => ({ remote: remote(), folder: join(server.folder, 'runs-of-the-group', 'lab') }));

  test('no credentials are one clear error, and none are taken from the config', async (t) => {
    const lab = labWith(t, remote());
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...rest } = process.env;
    process.env = { ...rest, ...noCredentials };
    const { code, err } = await runHere(lab.root, 'cache', 'push').finally(() => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    });
    assert.equal(code, 1);
    assert.match(err, /^error: there are no credentials for s3:\/\/runs-of-the-group\/lab\n/);
    assert.equal(err.trim().split('\n').length, 2);

    const config = lab.read('factory.config.yaml').replace('"bucket"', '"secretAccessKey":"x","bucket"');
    lab.write('factory.config.yaml', config);
    assert.match((await runHere(lab.root, 'cache', 'push')).err, /secretAccessKey/);
  });

  test('a service that does not answer is one clear error', async (t) => {
    const lab = labWith(t, remote({ endpoint: 'http://127.0.0.1:1' }));
    const { code, err } = await runHere(lab.root, 'cache', 'status');
    assert.equal(code, 1);
    assert.match(err, /^error: could not reach s3:\/\/runs-of-the-group\/lab at http:\/\/127\.0\.0\.1:1/);
    assert.equal(err.trim().split('\n').length, 2);
  });
});
