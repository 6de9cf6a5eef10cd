import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { commandLab } from './command-lab.ts';
import { launcher } from './scratch-root.ts';

/** Command lines of processes that name a text. */
function processesOf(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(text) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
}

suite('runner: command, stopped', { concurrency: 1, skip: process.platform !== 'linux' && 'looks into /proc' }, () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    test(`${signal} leaves no program running, and its checkpoints are found again`, async (t) => {
      const lab = commandLab(
        t,
        `const kept = process.env.PAPER_FACTORY_CHECKPOINTS + '/half';
         if (!existsSync(kept)) {
           writeFileSync(kept, '');
           writeFileSync('began', '');
           await new Promise((resolve) => setTimeout(resolve, 60_000));
         }`,
      );
      lab.edit('experiments/outer/config.yaml', 'sweep: { shift: [0, 1] }', 'sweep: { shift: [0] }');
      lab.edit('experiments/outer/config.yaml', 'seeds: [1, 2]', 'seeds: [1]');
      const args = ['reproduce', 'outer', '--profile', 'default', '--root', lab.root];
      const child = spawn(process.execPath, [launcher, ...args], { stdio: 'ignore' });
      await until(() => lab.exists('began'));
      assert.equal(processesOf(`${lab.root}/.factory/work`).length, 1);
      child.kill(signal);
      await until(() => processesOf(lab.root).length === 0);
      assert.equal((await lab.reproduce()).code, 0);
    });
  }
});
