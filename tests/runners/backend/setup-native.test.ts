import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../runners/scripts/setup-native.mjs', import.meta.url));

/** Runs the setup where only the given programs are to be found, each a line of shell. */
function setUp(context: TestContext, programs: Record<string, string>, left: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-native-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const [bin, cache] = [join(folder, 'bin'), join(folder, 'cache')];
  mkdirSync(bin);
  for (const name of left) mkdirSync(join(cache, name), { recursive: true });
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: bin, PAPER_FACTORY_NATIVE: cache };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', env });
  return { status, stdout, stderr, cached: () => readdirSync(cache) };
}

const works = 'exit 0';
const withoutPip = 'test "$1" != -m';
const withoutNetwork = 'test "$3" != download || { echo "ERROR: no route to the index"; exit 1; }';
const supported = process.platform === 'linux' && process.arch === 'x64';

describe('setup:native', { skip: !supported && 'only on Linux on x64' }, () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ['Python', {}, /^error: Python 3 is missing .*\n +Install it.* python3 python3-pip\n$/],
    ['pip', { python3: withoutPip }, /^error: pip is missing .*\n +Install it.* python3-pip\n$/],
    ['make', { python3: works }, /^error: make is missing .*\n +Install it.* make\n$/],
    [
      'the compiler',
      { python3: works, make: works },
      /^error: a C\+\+ compiler is missing .*\n +Install it.* g\+\+\n$/,
    ],
  ];
  for (const [what, programs, expected] of cases) {
    test(`says that ${what} is missing and what to do, before it downloads anything`, (t) => {
      const { status, stdout, stderr } = setUp(t, programs);
      assert.match(stderr, expected);
      assert.equal(status, 1);
      assert.equal(stdout, '');
    });
  }

  test('hands on what pip says and leaves nothing half done, its own or of an earlier setup', (t) => {
    const programs = { python3: withoutNetwork, make: works, 'g++': works };
    const { status, stderr, cached } = setUp(t, programs, ['2.0.0.partial-abc']);
    assert.match(
      stderr,
      /^error: pip could not download tensorflow-cpu [\d.]+:\nERROR: no route to the index\n +Check that/,
    );
    assert.equal(status, 1);
    assert.deepEqual(cached(), []);
  });

  test('--help says what it needs', () => {
    const { status, stdout } = spawnSync(process.execPath, [script, '--help'], { encoding: 'utf8' });
    assert.match(stdout, /python3 with pip, make and g\+\+/);
    assert.equal(status, 0);
  });
});
