import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { commandRoot, writesMetrics } from './command-job.ts';

const alive = (pid: number): boolean => {
  try {
    // A zombie has ended; only nobody has asked yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const withChild = (onTerm: string) =>
  `import { spawn } from 'node:child_process';
   import { writeFileSync } from 'node:fs';
   process.on('SIGTERM', () => { ${onTerm} });
   const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
   writeFileSync('pids', [process.pid, child.pid].join(' '));
   setInterval(() => {}, 1000);`;

suite('stopping a program', { skip: process.platform !== 'linux' && 'looks into /proc' }, () => {
  const pids = (root: string) => readFileSync(join(root, 'pids'), 'utf8').split(' ').map(Number);

  for (const [name, onTerm] of [
    ['ends it and what it started', 'process.exit(0)'],
    ['ends one that ignores SIGTERM', ''],
  ]) {
    test(name, { timeout: 20_000 }, async (t) => {
      const lab = commandRoot(t, withChild(onTerm));
      const running = lab.run(lab.job());
      await until(() => existsSync(join(lab.root, 'pids')) && pids(lab.root).length === 2);
      const stoppedAt = performance.now();
      lab.stop.abort();
      const report = await running;
      assert.ok(performance.now() - stoppedAt < 2000);
      assert.deepEqual(report, { kind: 'failed', message: 'experiments/outer/config.yaml: stopped' });
      assert.deepEqual(pids(lab.root).filter(alive), []);
    });
  }

  test('what a program leaves running in its group ends with it', { timeout: 20_000 }, async (t) => {
    const lab = commandRoot(
      t,
      `import { spawn } from 'node:child_process';
       import { writeFileSync } from 'node:fs';
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
       writeFileSync('pids', [process.pid, child.pid].join(' '));
       ${writesMetrics('{ one: 1 }').split('\n')[1]}
       process.exit(0);`,
    );
    assert.equal((await lab.run(lab.job())).kind, 'done');
    await until(() => pids(lab.root).filter(alive).length === 0);
  });

  test('one that leaves the group and keeps the output open holds nobody up', { timeout: 20_000 }, async (t) => {
    const lab = commandRoot(
      t,
      `import { spawn } from 'node:child_process';
       import { writeFileSync } from 'node:fs';
       const child = spawn('sleep', ['15'], { detached: true, stdio: 'inherit' });
       child.unref();
       writeFileSync('pids', String(child.pid));
       ${writesMetrics('{ one: 1 }').split('\n')[1]}
       process.exit(0);`,
    );
    assert.equal((await lab.run(lab.job())).kind, 'done');
    const [left] = pids(lab.root);
    assert.ok(alive(left), 'it still runs when the result is there');
    process.kill(left, 'SIGKILL');
  });

  test('it ends with the process that wants its result, even by kill -9', { timeout: 20_000 }, async (t) => {
    const lab = commandRoot(t, withChild(''));
    const module = new URL('../../../runners/src/engine/command/run-command.ts', import.meta.url);
    const script = `
      import { runCommand } from ${JSON.stringify(module.href)};
      const host = { onProgress() {}, signal: new AbortController().signal };
      await runCommand(${JSON.stringify(lab.job())}, host);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    await until(() => existsSync(join(lab.root, 'pids')) && pids(lab.root).length === 2);
    assert.equal(pids(lab.root).filter(alive).length, 2);
    parent.kill('SIGKILL');
    await until(() => pids(lab.root).filter(alive).length === 0);
  });

  test('one that was stopped before it began never runs', async (t) => {
    const lab = commandRoot(t, `import { writeFileSync } from 'node:fs'; writeFileSync('ran', '');`);
    lab.stop.abort();
    assert.equal((await lab.run(lab.job())).kind, 'failed');
    assert.equal(readdirSync(lab.root).includes('ran'), false);
  });
});
