import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { launcher, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;

/** Three runs of about a second each. */
function slowLab(t: Parameters<typeof scratchRoot>[0]): Lab {
  const lab = scratchRoot(t);
  lab.edit('experiments/line-fit/config.yaml', 'points: 64', 'points: 20000');
  lab.edit('experiments/line-fit/config.yaml', 'steps: 40', 'steps: 8000');
  return lab;
}

const args = (lab: Lab) => [
  'reproduce',
  'line-fit',
  '--profile',
  'default',
  '--threads',
  '1',
  '--json',
  '--root',
  lab.root,
];

function start(lab: Lab) {
  return spawn(process.execPath, [launcher, ...args(lab)], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Resolves when the process has printed a text. */
function printed(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = '';
    child.stdout!.on('data', (chunk: Buffer) => (all += chunk).includes(text) && resolve());
    child.on('close', () => reject(new Error(`it ended without printing ${text}: ${all}`)));
  });
}

const closed = (child: ChildProcess) =>
  new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );

/** Command lines of processes that name the root. */
function processesOf(root: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return line.includes(root) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

suite('stopping', { concurrency: 1, skip: process.platform !== 'linux' && 'looks into /proc' }, () => {
  test('a killed reproduce goes on with the runs it had and reaches the same bytes', async (t) => {
    const lab = slowLab(t);
    const first = start(lab);
    await printed(first, '"status":"ran"');
    first.kill('SIGKILL');
    await closed(first);
    const { code, out } = await lab.run(...args(lab).slice(0, -2));
    assert.equal(code, 0);
    assert.equal(out.match(/its run is in the store/g)?.length, 1);
    const resumed = lab.read('assets/results/line-fit/default/outcome.json');
    await lab.run(...args(lab).slice(0, -2), '--force');
    assert.equal(lab.read('assets/results/line-fit/default/outcome.json'), resumed);
  });

  test('Ctrl-C ends it within 2 s, leaves the earlier result and no process', async (t) => {
    const lab = slowLab(t);
    const before = lab.snapshot('assets');
    const child = start(lab);
    await printed(child, '"status":"ran"');
    const stoppedAt = performance.now();
    child.kill('SIGINT');
    const { code } = await closed(child);
    assert.ok(performance.now() - stoppedAt < 2000);
    assert.notEqual(code, 0);
    assert.deepEqual(lab.snapshot('assets'), before);
    await pause(200);
    assert.deepEqual(processesOf(lab.root), []);
  });
});
