// Runs of one experiment in a process of its own: memory is given back at its end, a crash takes nothing else down.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, type Scope } from '../schema/index.ts';
import { digest } from './canonical.ts';
import type { ExperimentModule, RunResult, Upstream } from './experiment.ts';
import { writeAtomic } from './files.ts';
import { loadRunner } from './modules.ts';

/** What the parent sends. */
export interface Job {
  runner: string;
  params: Record<string, unknown>;
  point: Scope;
  seed: number;
  upstream: Record<string, Upstream>;
  /** Folder for simulated data. */
  cacheFolder: string;
  /** Says which source files the cached data come from, e.g. `spectra-1f2e3d4c5b6a`. */
  cachePrefix: string;
}

/** What the worker sends back. */
export type Report =
  | { kind: 'progress'; done: number; total: number; note: string }
  | { kind: 'done'; result: RunResult; seconds: number; cpuSeconds: number; peakMemoryMiB: number }
  | { kind: 'failed'; message: string; stack: string };

/** Removes cached data that older source files of the same suite made. */
function prune(folder: string, prefix: string): void {
  const suite = prefix.slice(0, prefix.lastIndexOf('-') + 1);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(suite) && !name.startsWith(prefix)) rmSync(join(folder, name), { force: true });
  }
}

function createCache(job: Job): (key: string, make: () => Uint8Array) => Uint8Array {
  return (key, make) => {
    const file = join(job.cacheFolder, `${job.cachePrefix}-${digest(key).slice(0, 24)}.bin`);
    try {
      const bytes = readFileSync(file);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch {
      const bytes = make();
      mkdirSync(job.cacheFolder, { recursive: true });
      prune(job.cacheFolder, job.cachePrefix);
      writeAtomic(file, bytes);
      return bytes;
    }
  };
}

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
  const parsed = module.params.safeParse({ ...job.params, ...job.point });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${['params', ...path].join('.')}: ${message}`);
  throw new UserError(`runner ${job.runner} does not take these params: ${faults.join('; ')}`);
}

async function run(job: Job): Promise<Report> {
  const started = performance.now();
  const used = process.resourceUsage();
  const module = await loadRunner(job.runner);
  const result = await module.run(parseParams(module, job), {
    seed: job.seed,
    upstream: job.upstream,
    progress: createProgress(),
    cached: createCache(job),
  });
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime - used.userCPUTime + systemCPUTime - used.systemCPUTime) / 1e6;
  return {
    kind: 'done',
    result,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds,
    peakMemoryMiB: maxRSS / 1024,
  };
}

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {}); // the parent stops the run
process.on('message', (job: Job) => {
  void run(job)
    .catch((error: Error): Report => ({ kind: 'failed', message: error.message, stack: error.stack ?? '' }))
    .then(send);
});
