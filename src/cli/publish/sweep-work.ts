import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, and belongs to somebody else
  }
}

/** Removes the pages and zips that builds which were killed left half made below `.factory/work`. */
export function sweepWork(root: string): void {
  const folder = join(root, '.factory', 'work');
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // nothing was ever left
  }
  for (const name of names) {
    const pid = /^(?:dist-|offline-)(\d+)(?:\.zip)?$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
