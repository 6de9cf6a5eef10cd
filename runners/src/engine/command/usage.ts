import { readFileSync } from 'node:fs';

/** What a tree of processes was seen to use; null where nothing could be seen. */
export interface Usage {
  cpuSeconds: number | null;
  /** Largest resident memory of all its processes together; pages that they share count once for each. */
  peakMemoryMiB: number | null;
}

export interface UsageSampler {
  stop(): Usage;
}

/** Linux tells processor time in these, whatever the kernel's own clock. */
const ticksPerSecond = 100;
const firstDelayMilliseconds = 20;
const longestDelayMilliseconds = 500;

/**
 * Looks at a process and its descendants again and again, since Node tells nothing of them. A peak between two looks is
 * missed, except that of the process itself, which Linux keeps.
 * @param read Text of a file below /proc; throws where there is none, as outside Linux.
 */
export function sampleUsage(
  pid: number,
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): UsageSampler {
  const usage: Usage = { cpuSeconds: null, peakMemoryMiB: null };
  let delay = firstDelayMilliseconds / 2;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    const seen = tree(pid, read).flatMap((one) => lookAt(one, read));
    if (seen.length === 0) return;
    const resident = seen.reduce((sum, { residentKiB }) => sum + residentKiB, 0);
    const highest = Math.max(resident, ...seen.map(({ highestKiB }) => highestKiB));
    const ticks = seen.reduce((sum, one) => sum + one.ticks, 0);
    usage.peakMemoryMiB = Math.max(usage.peakMemoryMiB ?? 0, highest / 1024);
    usage.cpuSeconds = Math.max(usage.cpuSeconds ?? 0, ticks / ticksPerSecond);
  };
  const again = () => {
    look();
    delay = Math.min(delay * 2, longestDelayMilliseconds);
    timer = setTimeout(again, delay).unref();
  };
  again();
  return {
    stop() {
      clearTimeout(timer);
      return usage;
    },
  };
}

type Read = (file: string) => string;

function tree(pid: number, read: Read): number[] {
  try {
    const children = read(`/proc/${pid}/task/${pid}/children`).trim();
    return [pid, ...(children ? children.split(' ').flatMap((child) => tree(Number(child), read)) : [])];
  } catch {
    return []; // it ended meanwhile, or this is no Linux
  }
}

function lookAt(pid: number, read: Read): { residentKiB: number; highestKiB: number; ticks: number }[] {
  try {
    const status = read(`/proc/${pid}/status`);
    const kibibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
    // The name of a program may hold spaces and brackets; what follows the last bracket is in fixed order.
    const stat = read(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime, stime and those of the children that have ended: fields 14 to 17 of proc(5), the third being the first here.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ residentKiB: kibibytes('VmRSS'), highestKiB: kibibytes('VmHWM'), ticks }];
  } catch {
    return [];
  }
}
