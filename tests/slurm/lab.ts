import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { launcher, scratchRoot, type CliResult } from '../cli/scratch-root.ts';
import type { Cluster } from './cluster.ts';

/** A root whose jobs go to a cluster. */
export function slurmLab(context: TestContext, cluster: Cluster) {
  const lab = scratchRoot(context);
  const startIn = (root: string, ...args: string[]): ChildProcess =>
    spawn(process.execPath, [launcher, 'reproduce', ...args, '--root', root], {
      env: cluster.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const start = (...args: string[]): ChildProcess => startIn(lab.root, ...args);
  // What a test leaves in the queue must not take the place of the next one's jobs.
  context.after(() => cluster.clear());
  return {
    ...lab,
    start,
    startIn,
    /** Runs `reproduce` to its end. */
    reproduce: (...args: string[]): Promise<CliResult> => ended(start(...args)),
    /** Text of every file of all submissions whose name ends so. */
    submitted(ending: string): string {
      const folder = lab.path('.factory/slurm');
      const names = readdirSync(folder, { recursive: true }).map(String).sort();
      return names
        .filter((name) => name.endsWith(ending))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('');
    },
  };
}

export type SlurmLab = ReturnType<typeof slurmLab>;

/** Three runs that would take a minute or more. */
export function endlessRuns(lab: SlurmLab): void {
  lab.edit('experiments/line-fit/config.yaml', 'points: 64', 'points: 20000');
  lab.edit('experiments/line-fit/config.yaml', 'steps: 40', 'steps: 1000000');
}

export function ended(child: ChildProcess): Promise<CliResult> {
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, out, err })));
}

/** Resolves when the process has said a text. */
export function says(child: ChildProcess, text: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    const look = (chunk: Buffer) => {
      all += chunk.toString();
      if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve(all);
    };
    child.stdout!.on('data', look);
    child.stderr!.on('data', look);
    const fail = (what: string) => () => reject(new Error(`it ${what} without saying ${text}: ${all}`));
    child.once('close', fail('ended'));
    setTimeout(fail('went on for 4 minutes'), 240_000).unref();
  });
}
