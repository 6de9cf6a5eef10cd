import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { removeOld } from '../../src/cli/site/program.ts';
import { repository } from './scratch-root.ts';

function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('programs that nobody uses go, and what killed builds left; one that is being made stays', (t) => {
  const folder = scratchFolder(t);
  const [mine, other] = ['a'.repeat(64), 'b'.repeat(64)];
  const names = [mine, `${mine}.4194399`, `${mine}.${process.pid}`, other, `${other}.4194399`, 'notes', `${other}.txt`];
  for (const name of names) mkdirSync(join(folder, name));
  const longAgo = new Date(Date.now() - 3 * 24 * 3600 * 1000);
  for (const name of [other, 'notes']) utimesSync(join(folder, name), longAgo, longAgo);
  removeOld(folder);
  assert.deepEqual(readdirSync(folder).sort(), [mine, `${mine}.${process.pid}`, `${other}.txt`, 'notes'].sort());
});

test('the bundler ends with the build that started it', { timeout: 60_000 }, async (t) => {
  const cwd = scratchFolder(t);
  const child = fork(join(repository, 'src/cli/site/bundle.ts'), ['/', 'https://lab.example'], {
    cwd,
    env: { ...process.env, PAPER_FACTORY_ROOT: cwd, ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  t.after(() => child.kill());
  child.disconnect();
  assert.deepEqual(await once(child, 'exit'), [1, null]);
  assert.deepEqual(readdirSync(cwd), []);
});
