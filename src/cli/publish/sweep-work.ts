import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lookUpProcess } from '@paper-factory/runners/process-identity';

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
    if (pid !== undefined && !lookUpProcess(Number(pid)).runs)
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
