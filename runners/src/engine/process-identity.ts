import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names one process for ever: its pid alone is given to another one sooner or later. */
export interface ProcessIdentity {
  host: string;
  /** Boot and pid namespace, so that hosts of one name and containers of one host are told apart; null where unknown. */
  machine: string | null;
  pid: number;
  /** When the process started, in clock ticks since the boot: no clock that can be set; null where unknown. */
  start: string | null;
}

/** What became of a pid of this machine. */
export type ProcessState = { runs: false } | { runs: true; start: string | null };

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Looks a pid up. The start is known on Linux only, and there only where /proc may be read. */
export function lookUpProcess(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return { runs: false };
  }
  // Fields of proc(5), after the command in brackets: the state is the 3rd and the start the 22nd of all.
  const fields = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
    ?.replace(/^.*\) /s, '')
    .split(' ');
  if (fields === undefined) return { runs: true, start: null };
  const ended = fields[0] === 'Z' || fields[0] === 'X'; // a zombie: nobody has asked how it ended
  return ended ? { runs: false } : { runs: true, start: fields[19] };
}

/** Describes this process. */
export function identifyProcess(): ProcessIdentity {
  const state = lookUpProcess(process.pid);
  return {
    host: hostname(),
    machine: orNull(
      () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
    ),
    pid: process.pid,
    start: state.runs ? state.start : null,
  };
}

/**
 * Tells whether another process has ended.
 * @param self This process, which can see only those of its own machine.
 * @returns Null where that cannot be known: the process is of another machine, or the system does not tell when it started.
 */
export function hasEnded(
  other: ProcessIdentity,
  self: ProcessIdentity,
  lookUp: (pid: number) => ProcessState,
): boolean | null {
  if (other.host !== self.host || other.machine !== self.machine) return null;
  const state = lookUp(other.pid);
  if (!state.runs) return true;
  return other.start === null || state.start === null ? null : other.start !== state.start;
}
