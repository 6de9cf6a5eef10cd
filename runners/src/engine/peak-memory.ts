import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Measures the largest resident memory of this process from now on, in MiB. Only Linux lets a process forget its earlier
 * peak; elsewhere it is that of the process's whole life.
 */
export function createPeakMemory(): () => number {
  const wholeLife = () => process.resourceUsage().maxRSS / 1024;
  if (process.platform !== 'linux') return wholeLife;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    return wholeLife;
  }
  return () => {
    const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kibibytes === undefined ? wholeLife() : Number(kibibytes) / 1024;
  };
}
