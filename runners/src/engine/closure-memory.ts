import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from './canonical.ts';
import type { FilesOf } from './changes.ts';
import { writeAtomic } from './files.ts';
import type { Standing } from './freshness.ts';
import { runnerCode } from './keys.ts';
import { places, type Workspace } from './workspace.ts';

const fileOf = (folder: string, sources: string, kernels: string) =>
  join(folder, `${sources.slice(0, 24)}-${kernels.slice(0, 24)}.json`);

/** Looks up the files that {@link rememberClosures} left in a folder. */
export const filesIn =
  (folder: string): FilesOf =>
  (sources, kernels) => {
    try {
      return JSON.parse(readFileSync(fileOf(folder, sources, kernels), 'utf8')) as Record<string, string>;
    } catch {
      return null;
    }
  };

/** Remembers the files behind the digests of these keys, so that an edit can be named later. A help, never needed. */
export function rememberClosures({ root }: Workspace, standings: Iterable<Standing>): void {
  const folder = places.closures(root);
  const seen = new Set<string>();
  for (const { task, key } of standings) {
    if (!key || seen.has(task.config.runner)) continue;
    seen.add(task.config.runner);
    const file = fileOf(folder, key.parts.sources, key.parts.kernels);
    try {
      if (!existsSync(file)) writeAtomic(file, `${canonicalJson(runnerCode(task.config.runner, root).files)}\n`);
    } catch {
      // A root that may only be read is explained in fewer words.
    }
  }
}
