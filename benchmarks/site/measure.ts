import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a command and all its processes took. */
export interface Measured {
  seconds: number;
  /** Processor time, user and system; hardly changes on a machine that does other things too. */
  cpuSeconds: number;
  /** Largest resident memory of all its processes together; null where /proc does not tell. */
  memoryMiB: number | null;
  output: string;
}

/** Milliseconds between two looks at the memory. */
const interval = 50;

/** Resident memory in MiB of a process and everything that it started. */
function memoryOfTree(root: number): number | null {
  try {
    const resident = new Map<number, { parent: number; kilobytes: number }>();
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const field = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        resident.set(Number(name), { parent: field('PPid'), kilobytes: field('VmRSS') });
      } catch {
        // It has ended in the meantime.
      }
    }
    const inTree = (pid: number): boolean => {
      for (let at: number | undefined = pid; at !== undefined && at > 1; at = resident.get(at)?.parent) {
        if (at === root) return true;
      }
      return false;
    };
    return [...resident].reduce((sum, [pid, { kilobytes }]) => sum + (inTree(pid) ? kilobytes / 1024 : 0), 0);
  } catch {
    return null;
  }
}

/** Runs a command to its end. @throws {Error} with its last lines when it does not exit with 0. */
export async function measure([program, ...args]: readonly string[], cwd: string): Promise<Measured> {
  const started = performance.now();
  // `times` of a shell tells what its children took; Node tells it of no single child.
  const child = spawn('/bin/sh', ['-c', '"$0" "$@"; code=$?; times >&3; exit $code', program, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, PAPER_FACTORY_ROOT: cwd },
  });
  let [output, times] = ['', ''];
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk));
  child.stdio[3]!.on('data', (chunk: Buffer) => (times += chunk));
  let memoryMiB: number | null = null;
  const look = () => {
    const now = memoryOfTree(child.pid!);
    if (now !== null) memoryMiB = Math.max(memoryMiB ?? 0, now);
  };
  const timer = setInterval(look, interval);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} in ${cwd} ended with ${code}:\n${output.slice(-2000)}`);
  const spent = [...(times.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuSeconds = spent.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds, memoryMiB, output };
}
