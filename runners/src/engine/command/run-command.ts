import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError, type CommandConfig, type Scope } from '../../schema/index.ts';
import { canonicalJson, digest } from '../canonical.ts';
import { pathDigest } from '../data-digests.ts';
import type { RunReport } from '../run-process.ts';
import type { Job } from '../worker.ts';
import type { CommandTask } from './command-task.ts';
import { commandEnv } from './environment.ts';
import { failureOf } from './failure.ts';
import { createLog } from './log.ts';
import { fillPlaceholders } from './placeholders.ts';
import { runProgram } from './program.ts';
import { createProgressReader, type OnProgress } from './progress-lines.ts';
import { readMetrics } from './read-metrics.ts';
import { createWorkFolder, type CommandParams } from './work-folder.ts';

/** One run of `runner: command`. */
export interface CommandJob extends CommandParams {
  /** Absolute. */
  root: string;
  /** Path of the config in the root, for messages. */
  config: string;
  command: CommandConfig;
  /** Digest of the declared data and of each input that the key was made with. */
  inputs: Record<string, string>;
  /** Names of the files that the program must leave in its output folder, and the folder for this run. */
  artefacts: { names: string[]; folder: string };
  /** Folder that outlives a kill of this run, absolute. */
  checkpoints: string;
  /** File for all that the program prints, absolute. */
  log: string;
  /** Seconds after which it is ended; null waits for ever. */
  timeoutSeconds: number | null;
}

/** What a run takes from the world. */
export interface CommandHost {
  onProgress: OnProgress;
  signal: AbortSignal;
  /** Environment of this process. */
  machine?: NodeJS.ProcessEnv;
}

/** Performs a run of a task whose runner is a program. */
export function performCommand(
  job: Job,
  { root, command, inputs, log }: CommandTask,
  host: CommandHost,
): Promise<RunReport> {
  const { artefacts, seed, point } = job;
  const file = `${log}-${runName(seed, point)}.log`;
  const checkpoints = job.checkpoints?.folder ?? join(artefacts.folder, 'checkpoints');
  return runCommand({ ...job, root, command, inputs, log: file, checkpoints }, host);
}

/** Tells the runs of a task apart in the name of a file. */
const runName = (seed: number, point: Scope): string =>
  Object.keys(point).length > 0 ? `${seed}-${digest(canonicalJson(point)).slice(0, 8)}` : String(seed);

/**
 * Runs a program and reads what it wrote. The promise never rejects for a fault of the program, since a failed run is
 * data. What it leaves stays in `job.artefacts.folder` until the caller removes that.
 */
export async function runCommand(job: CommandJob, host: CommandHost): Promise<RunReport> {
  try {
    return await execute(job, host);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, hint } = error;
    return {
      kind: 'failed',
      message: `${job.config}: ${message}${hint ? `${/\s$/.test(message) ? '' : '. '}${hint}` : ''}`,
    };
  }
}

async function execute(
  job: CommandJob,
  { onProgress, signal, machine = process.env }: CommandHost,
): Promise<RunReport> {
  const { root, command, seed, point, upstream, checkpoints } = job;
  const params = { ...job.params, ...point };
  const { names, folder } = job.artefacts;
  const work = createWorkFolder(folder, checkpoints, { params, seed, point, upstream });
  const { output, checkpoint } = work;
  const { threads } = command;
  const run = fillPlaceholders(command.run, { seed, output, checkpoint, root, threads, params });
  const env: Record<string, string> = {
    ...commandEnv(command, machine),
    PAPER_FACTORY_PARAMS: work.params,
    PAPER_FACTORY_OUTPUT: output,
    PAPER_FACTORY_SEED: String(seed),
    PAPER_FACTORY_CHECKPOINTS: checkpoint,
  };

  const log = createLog(job.log);
  const readProgress = createProgressReader(onProgress);
  const onOutput = (chunk: Buffer, stream: 'stdout' | 'stderr') => {
    log.write(chunk);
    if (stream === 'stdout') readProgress(chunk);
  };
  try {
    const end = await runProgram({ run, cwd: root, env, timeoutSeconds: job.timeoutSeconds, signal, onOutput });
    const told = { tail: log.tail(), log: relative(root, job.log) };
    const failure = failureOf(end, run, root, env.PATH ?? '', told);
    if (failure) throw failure;
    checkUnchanged(job);
    return {
      kind: 'done',
      result: readMetrics(output, command.metrics, point),
      artefacts: Object.fromEntries(names.map((name) => [name, artefactFile(output, name)])),
      seconds: end.seconds,
      // Outside Linux nothing tells.
      cpuSeconds: end.usage.cpuSeconds ?? end.seconds,
      peakMemoryMiB: end.usage.peakMemoryMiB ?? 0,
    };
  } finally {
    log.close();
  }
}

/** An edit or a checkout during a long run must not pass for the bytes that the key names. */
function checkUnchanged({ root, config, inputs }: CommandJob): void {
  for (const [path, before] of Object.entries(inputs)) {
    if (pathDigest(root, path, config) === before) continue;
    throw new UserError(`its input ${path} changed while it ran`, {
      hint: 'Run the same command again. A program writes to its output folder, never to its inputs.',
    });
  }
}

function artefactFile(output: string, name: string): string {
  const file = join(output, name);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new UserError(`the program did not leave ${name} in its output folder, which \`artefacts\` lists`, {
    hint: 'Write it to the folder that {output} names, or take it off the list.',
  });
}
