import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Measured {
  seconds: number;
  /** Largest resident memory of the process, or of one that it waited for; null without GNU time. */
  memoryMiB: number | null;
  output: string;
}

const gnuTime = '/usr/bin/time';
const marker = 'peak-kilobytes ';

/** Runs a command to its end. @throws {Error} with its last lines when it does not exit with 0. */
export function measure([program, ...args]: readonly string[], cwd: string): Measured {
  const timed = existsSync(gnuTime);
  const [file, list] = timed ? [gnuTime, ['-f', `${marker}%M`, program, ...args]] : [program, args];
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file, list, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, DVC_NO_ANALYTICS: '1', PAPER_FACTORY_ROOT: '' },
  });
  const seconds = (performance.now() - started) / 1000;
  if (error) throw error;
  const output = stdout + stderr;
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} in ${cwd} ended with ${status}:\n${output.slice(-2000)}`);
  const kilobytes = timed ? Number(output.slice(output.lastIndexOf(marker) + marker.length).split('\n', 1)[0]) : NaN;
  return { seconds, memoryMiB: timed ? kilobytes / 1024 : null, output };
}

const round = (value: number) => Number(value.toPrecision(4));

/** Least and median of several times in seconds, and the largest memory. */
export function summarise(measured: readonly Measured[]) {
  const seconds = measured.map((one) => one.seconds).sort((a, b) => a - b);
  const memory = measured.map((one) => one.memoryMiB);
  return {
    least: round(seconds[0]),
    median: round(seconds[seconds.length >> 1]),
    memoryMiB: memory.includes(null) ? null : Math.round(Math.max(...(memory as number[]))),
  };
}
