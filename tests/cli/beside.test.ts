import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { suite, test, type TestContext } from 'node:test';
import { repository } from './scratch-root.ts';

/** Whether a process runs: one that has ended may wait for somebody to ask how. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

/** Starts `tests/beside.ts` on scripts that are programs for `node --eval`. */
function beside(context: TestContext, scripts: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-beside-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const commands = Object.entries(scripts).map(([name, program]) => [name, `node --eval "${program}"`]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: Object.fromEntries(commands) }));
  const args = [join(repository, 'tests', 'beside.ts'), ...Object.keys(scripts)];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  const ended = new Promise<{ code: number | null; out: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, out })),
  );
  const said = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => out.includes(text) && resolve();
      child.stdout.on('data', look);
      look();
    });
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return { child, ended, said };
}

suite('scripts beside each other', () => {
  test('the output of one comes after that of the other', async (t) => {
    const { ended } = beside(t, { first: "console.log('quick')", last: "setTimeout(() => console.log('slow'), 300)" });
    const { code, out } = await ended;
    assert.equal(code, 0);
    assert.match(out, /slow\n[^]*first:\nquick\n/);
  });

  for (const [first, last] of [
    ['process.exit(3)', ''],
    ['', 'process.exit(3)'],
  ]) {
    test(`one that fails is a failure: ${first ? 'the hidden one' : 'the shown one'}`, async (t) => {
      assert.equal((await beside(t, { first, last }).ended).code, 1);
    });
  }

  test('a signal ends both', async (t) => {
    const note = "const fs = require('fs'); fs.writeFileSync('pid', String(process.pid)); console.log(process.pid);";
    const wait = "const look = () => require('fs').existsSync('pid') && console.log(process.pid + ' last');";
    const { child, ended, said } = beside(t, {
      first: `${note} setInterval(() => {}, 1000)`,
      last: `${wait} setInterval(look, 50)`,
    });
    await said(' last\n');
    child.kill('SIGTERM');
    const { code, out } = await ended;
    assert.equal(code, 1);
    const pids = [/^\d+(?= last$)/m, /^\d+$/m].map((pattern) => Number(pattern.exec(out)?.[0]));
    assert.ok(
      pids.every((pid) => pid > 0),
      out,
    );
    // They have the signal, and some milliseconds to end.
    for (let look = 0; pids.some(isAlive); look += 1) {
      assert.ok(look < 50, out);
      await pause(100);
    }
  });
});
