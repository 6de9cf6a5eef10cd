// Runs of one experiment in a process of its own: memory is given back at its end, a crash takes nothing else down.
import type { BackendOptions } from '../backend/backend.ts';
import type { KeyParts, Scope } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import type { CommandTask } from './command/command-task.ts';
import { createCheckpointStore, type CheckpointPlace } from './checkpoint-store.ts';
import { createDataCache } from './data-cache.ts';
import type { ExperimentModule, RunResult, Upstream } from './experiment.ts';
import { artefactReader, createArtefactFolder, type ArtefactFiles } from './artefacts.ts';
import { runnerCode } from './keys.ts';
import { createDataFiles, type DataSource } from './data-files.ts';
import { isOwnRunner, loadRunner, ownRoot, runnerFile } from './modules.ts';
import { checkResult } from './root-modules/check-result.ts';
import { placeInRoot } from './root-modules/place-in-root.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { ParamError } from './param-error.ts';
import { rememberIn } from './sources/memory.ts';
import { createPeakMemory } from './peak-memory.ts';

/** What the parent sends. */
export interface Job {
  runner: string;
  /** Absolute. */
  root: string;
  /** Path of the config in its root, for messages. */
  config: string;
  params: Record<string, unknown>;
  point: Scope;
  seed: number;
  /** The file or folder that the config names, null where it names none. */
  data: DataSource | null;
  upstream: Record<string, UpstreamFiles>;
  backend: BackendOptions;
  /** Folder for simulated data. */
  cacheFolder: string;
  /** Null keeps none. */
  checkpoints: CheckpointPlace | null;
  /** Folder where parsed source files are remembered. */
  memory: string;
  /** What the key was made with. */
  code: Pick<KeyParts, 'sources' | 'kernels'>;
  /** Names of the files that the run must leave, and the folder it leaves them in. */
  artefacts: { names: string[]; folder: string };
  /** Seconds after which the run is ended; null waits for ever. */
  timeoutSeconds: number | null;
  /** The program of a `runner: command`; null where a module runs. */
  command: CommandTask | null;
}

/** An upstream experiment as it is sent: its artefacts are paths, run by run. */
export interface UpstreamFiles extends Omit<Upstream, 'artefact'> {
  artefacts: ArtefactFiles[];
}

/** What the worker sends back. */
export type Report =
  | { kind: 'progress'; done: number; total: number; note: string }
  | {
      kind: 'done';
      result: RunResult;
      artefacts: Record<string, string>;
      seconds: number;
      cpuSeconds: number;
      peakMemoryMiB: number;
    }
  | { kind: 'failed'; message: string };

const parent = process.ppid;

function send(report: Report): Promise<void> {
  // A busy run sees no events, so it looks itself whether the process that wants the result is still there.
  if (process.ppid !== parent) process.exit(1);
  return new Promise((resolve) => process.send!(report, undefined, undefined, () => resolve()));
}

/** A note every 100 ms is enough for any bar. */
function createProgress(): (done: number, total: number, note?: string) => void {
  let last = 0;
  return (done, total, note = '') => {
    const now = performance.now();
    if (now - last < 100 && done < total) return;
    last = now;
    void send({ kind: 'progress', done, total, note });
  };
}

/** Parses the params by the runner's own schema. @throws {UserError} that lists every fault. */
function parseParams(module: ExperimentModule<unknown>, job: Job): unknown {
  const params = { ...job.params, ...job.point };
  const parsed = module.params.safeParse(params);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const value = path.length > 0 ? `${JSON.stringify(valueAt(params, path)) ?? 'missing'}: ` : '';
    return `${['params', ...path].join('.')}: ${value}${message}`;
  });
  throw new UserError(`runner ${job.runner} does not take these params: ${faults.join('; ')}`);
}

function valueAt(params: unknown, path: PropertyKey[]): unknown {
  return path.reduce((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], params);
}

async function run(job: Job): Promise<Report> {
  const started = performance.now();
  const used = process.resourceUsage();
  const peakMemory = createPeakMemory();
  const module = await loadRunner(job.runner, job.root);
  rememberIn(job.memory);
  // An edit or a checkout during a long `reproduce` must not pass for the code that the key names.
  const { sources, kernels } = runnerCode(job.runner, job.root).parts;
  if (sources !== job.code.sources || kernels !== job.code.kernels) {
    throw new UserError('its source files changed while it ran', { hint: 'Run the same command again.' });
  }
  const artefacts = createArtefactFolder(job.artefacts);
  const upstream = Object.entries(job.upstream).map(([id, { params, outcome, artefacts: files }]) => {
    return [id, { params, outcome, artefact: artefactReader(id, files) }] as const;
  });
  const returned = await module.run(parseParams(module, job), {
    seed: job.seed,
    upstream: Object.fromEntries(upstream),
    ...createDataFiles(job.root, job.data, job.config),
    backend: job.backend,
    progress: createProgress(),
    cached: createDataCache(job.cacheFolder, runnerFile(job.runner, job.root), ownRoot(job.runner, job.root)),
    checkpoints: job.checkpoints && createCheckpointStore(job.checkpoints),
    leave: artefacts.leave,
  });
  const result = isOwnRunner(job.runner) ? checkResult(returned, job.runner) : returned;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuSeconds = (userCPUTime - used.userCPUTime + systemCPUTime - used.systemCPUTime) / 1e6;
  return {
    kind: 'done',
    result,
    artefacts: artefacts.left(),
    seconds: (performance.now() - started) / 1000,
    cpuSeconds,
    peakMemoryMiB: peakMemory(),
  };
}

/** What failed, with the config and, where it is known, the value in it that did not work. */
function messageOf(error: unknown, job: Job): string {
  // Anything may be thrown, text too.
  if (!(error instanceof Error)) return String(error);
  const memory = isOutOfMemory(error) ? 'Memory ran out: make the model, the batch or the data smaller.' : '';
  const hint = error instanceof UserError ? error.hint : memory;
  const value = error instanceof ParamError ? `params.${error.param}: ${String(error.value)}: ` : '';
  const place = isOwnRunner(job.runner) && !(error instanceof UserError) ? placeInRoot(error, job.root) : null;
  const where = place === null ? '' : `${place}: `;
  return `${job.config}: ${where}${value}${error.message}${hint ? `. ${hint}` : ''}`;
}

delete process.env.NODE_COMPILE_CACHE; // not for what a run starts
process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {}); // the parent stops the run
process.on('message', (job: Job) => {
  void run(job)
    .catch((error: unknown): Report => ({ kind: 'failed', message: messageOf(error, job) }))
    .then(send);
});
