import { spawn, type ChildProcess } from 'node:child_process';
import { startGuard } from './guard.ts';
import { sampleUsage, type Usage } from './usage.ts';

export interface Program {
  /** Program and arguments; no shell reads them. */
  run: string[];
  cwd: string;
  env: Record<string, string>;
  /** Null waits for ever. */
  timeoutSeconds: number | null;
  signal: AbortSignal;
  onOutput(chunk: Buffer, stream: 'stdout' | 'stderr'): void;
}

/** How a program ended. */
export type ProgramEnd = { usage: Usage; seconds: number } & (
  | { how: 'code'; code: number }
  | { how: 'signal'; signal: NodeJS.Signals }
  | { how: 'timeout' }
  | { how: 'stopped' }
  | { how: 'not-started'; error: NodeJS.ErrnoException }
);

/** Less than the 1.5 s after which the command line itself ends. */
const graceMilliseconds = 1200;
/** A longer timer would fire at once. */
const longestTimer = 2_147_483_647;

/** Signals every process of a group; one that ended meanwhile is no fault. */
function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // ESRCH: nothing is left
  }
}

/**
 * Runs a program in a process group of its own and waits until nothing of it is left: on a stop or timeout SIGTERM, then
 * SIGKILL, both to all it started. What it leaves behind in its group is ended too.
 */
export function runProgram(program: Program): Promise<ProgramEnd> {
  const { run, cwd, env, timeoutSeconds, signal, onOutput } = program;
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const noUsage: Usage = { cpuSeconds: null, peakMemoryMiB: null };
  if (signal.aborted) return Promise.resolve({ how: 'stopped', usage: noUsage, seconds: 0 });

  return new Promise((resolve) => {
    const guard = startGuard();
    const notStarted = (error: Error) => {
      guard.dismiss();
      resolve({ how: 'not-started', error, usage: noUsage, seconds: seconds() });
    };
    let child: ChildProcess;
    try {
      child = spawn(run[0], run.slice(1), { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      // Some faults, such as an argument list that is too long, are thrown and not emitted.
      return notStarted(error as Error);
    }
    const group = child.pid;
    if (group === undefined) return void child.once('error', notStarted);
    guard.watch(group);
    const sampler = sampleUsage(group);
    let why: 'timeout' | 'stopped' | null = null;
    let killing: NodeJS.Timeout | undefined;
    const end = (reason: 'timeout' | 'stopped') => {
      if (why !== null) return;
      why = reason;
      signalGroup(group, 'SIGTERM');
      killing = setTimeout(() => signalGroup(group, 'SIGKILL'), graceMilliseconds);
    };
    const onAbort = () => end('stopped');
    signal.addEventListener('abort', onAbort, { once: true });
    const limit =
      timeoutSeconds === null
        ? undefined
        : setTimeout(() => end('timeout'), Math.min(timeoutSeconds * 1000, longestTimer));

    child.stdout!.on('data', (chunk: Buffer) => onOutput(chunk, 'stdout'));
    child.stderr!.on('data', (chunk: Buffer) => onOutput(chunk, 'stderr'));
    let usage = noUsage;
    child.once('exit', () => {
      usage = sampler.stop();
      // A descendant that stayed would keep its end of the pipes open, and the processor busy.
      signalGroup(group, 'SIGKILL');
      // One that left the group keeps them open all the same, and nothing that it says is of this run.
      setTimeout(() => {
        child.stdout!.destroy();
        child.stderr!.destroy();
      }, graceMilliseconds).unref();
    });
    child.once('close', (code, endedBy) => {
      clearTimeout(limit);
      clearTimeout(killing);
      signal.removeEventListener('abort', onAbort);
      guard.dismiss();
      const measured = { usage, seconds: seconds() };
      if (why !== null) resolve({ how: why, ...measured });
      else if (endedBy !== null) resolve({ how: 'signal', signal: endedBy, ...measured });
      else resolve({ how: 'code', code: code!, ...measured });
    });
  });
}
