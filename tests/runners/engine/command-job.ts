import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { z } from 'zod';
import { commandSchema } from '@paper-factory/runners/schema';
import { runCommand, type CommandJob } from '../../../runners/src/engine/command/run-command.ts';

type CommandInput = z.input<typeof commandSchema>;

/** A temporary root with one program, `program.mjs`, that a test may run in many ways. */
export function commandRoot(context: TestContext, program: string) {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-command-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('program.mjs', program);
  let runs = 0;
  const job = (command: Partial<CommandInput> = {}, over: Partial<CommandJob> = {}): CommandJob => ({
    root,
    config: 'experiments/outer/config.yaml',
    command: commandSchema.parse({ run: [process.execPath, 'program.mjs'], inputs: ['program.mjs'], ...command }),
    inputs: {},
    params: {},
    point: {},
    seed: 7,
    upstream: {},
    artefacts: { names: [], folder: join(root, '.factory', 'work', String((runs += 1))) },
    checkpoints: join(root, '.factory', 'checkpoints', 'outer'),
    log: join(root, '.factory', 'logs', 'outer.log'),
    timeoutSeconds: null,
    ...over,
  });
  const progress: [number, number, string][] = [];
  const stop = new AbortController();
  const host = {
    onProgress: (done: number, total: number, note: string) => void progress.push([done, total, note]),
    signal: stop.signal,
    machine: process.env,
  };
  return { root, write, job, host, stop, progress, run: (one: CommandJob) => runCommand(one, host) };
}

/** Writes metrics where the engine looks for them. */
export const writesMetrics = (metrics: string) =>
  `import { writeFileSync } from 'node:fs';
   writeFileSync(process.env.PAPER_FACTORY_OUTPUT + '/metrics.json', JSON.stringify({ metrics: ${metrics} }));`;
