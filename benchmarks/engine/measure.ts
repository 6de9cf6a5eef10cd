import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What GNU time tells of a process and of those that it waited for. */
interface Cost {
  /** Processor time, user and system; hardly changes on a machine that does other things too. */
  cpuSeconds: number;
  /** Largest resident memory of one process. */
  memoryMiB: number;
}

export interface Measured {
  seconds: number;
  /** null without GNU time. */
  cost: Cost | null;
  output: string;
}

const gnuTime = '/usr/bin/time';
const marker = 'measured cost: ';

function costIn(output: string): Cost {
  const line = output.slice(output.lastIndexOf(marker) + marker.length);
  const [user, system, kilobytes] = line.trim().split(' ').map(Number);
  return { cpuSeconds: user + system, memoryMiB: kilobytes / 1024 };
}

/** Runs a command to its end. @throws {Error} with its last lines when it does not exit with 0. */
export function measure([program, ...args]: readonly string[], cwd: string): Measured {
  const timed = existsSync(gnuTime);
  const [file, list] = timed ? [gnuTime, ['-f', `${marker}%U %S %M`, program, ...args]] : [program, args];
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file, list, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, DVC_NO_ANALYTICS: '1', PAPER_FACTORY_ROOT: cwd },
  });
  const seconds = (performance.now() - started) / 1000;
  if (error) throw error;
  const output = stdout + stderr;
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} in ${cwd} ended with ${status}:\n${output.slice(-2000)}`);
  return { seconds, cost: timed ? costIn(output) : null, output };
}

const least = (list: readonly number[]) => Math.min(...list);
const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1];
export const round = (value: number) => Number(value.toPrecision(3));

/** Least and median of the times in seconds, and the largest memory. */
export function summarise(measured: readonly Measured[]) {
  const seconds = measured.map((one) => one.seconds);
  const costs = measured.flatMap(({ cost }) => cost ?? []);
  return {
    least: round(least(seconds)),
    median: round(median(seconds)),
    cpu: costs.length > 0 ? round(least(costs.map(({ cpuSeconds }) => cpuSeconds))) : null,
    memoryMiB: costs.length > 0 ? Math.round(Math.max(...costs.map(({ memoryMiB }) => memoryMiB))) : null,
  };
}
