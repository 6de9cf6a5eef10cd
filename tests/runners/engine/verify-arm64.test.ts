import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../runners/scripts/verify-arm64.mjs', import.meta.url));

/** Runs the check where no program is to be found and the cache is empty. */
function verify(context: TestContext, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-arm64-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const cache = join(folder, 'cache');
  const env = { PATH: folder, PAPER_FACTORY_ARM64: cache };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr, cached: existsSync(cache) };
}

const supported = process.platform === 'linux' && process.arch === 'x64';

describe('verify:arm64 without qemu', { skip: !supported && 'only on Linux on x64' }, () => {
  test('says what is missing and how to get it, and downloads nothing', (t) => {
    const { status, stderr, cached } = verify(t);
    assert.match(
      stderr,
      /^error: qemu for arm64 is missing\n +On Debian or Ubuntu: sudo apt-get install qemu-user-static /,
    );
    assert.equal(status, 1);
    assert.equal(cached, false);
  });

  test('--if-possible says so in one line and passes', (t) => {
    const { status, stdout, stderr } = verify(t, '--quick', '--if-possible');
    assert.equal(stdout, 'arm64 was not verified: qemu for arm64 is missing\n');
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });

  test('an unknown option is wrong usage', (t) => {
    const { status, stderr } = verify(t, '--fast');
    assert.match(stderr, /^error: Unknown option '--fast'.*\n +See --help\.\n$/);
    assert.equal(status, 2);
  });
});
