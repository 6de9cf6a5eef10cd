import { readdirSync } from 'node:fs';
import path from 'node:path';
import { rootConfigFile } from '../../content/load-configs.ts';
import { watchedFolders } from './file-memory.ts';

/** How long nothing must change before an update begins, and how long an update waits at most, both in milliseconds. */
const quiet = 40;
const longest = 1000;

/** Whether pages are made from a file of a root. Any other may be data or code of a run, which decide what is fresh. */
export const isOfPages = (file: string): boolean =>
  file === rootConfigFile || watchedFolders.some((folder) => file.startsWith(`${folder}/`));

/** What others write: the pages of a build, and packages. */
const made = /^(?:dist|node_modules)(?:\/|$)/;

/** Path of a file below a root with forward slashes, or null where neither pages nor runs depend on it. */
export function fileBelow(root: string, file: string): string | null {
  const relative = path.relative(root, file).split(path.sep).join('/');
  // Editors write beside a file what they will rename: hidden names, and backups. What lies elsewhere begins with `..`.
  const isTemporary = /(?:^|\/)\.|~$|\.(?:tmp|swp|swx)$/.test(relative);
  return relative === '' || isTemporary || made.test(relative) ? null : relative;
}

/** What to watch of a root: all that lies in it and may matter. */
export function placesBelow(root: string): string[] {
  const names = new Set([...watchedFolders, rootConfigFile, ...readdirSync(root)]);
  return [...names].map((name) => path.join(root, name)).filter((place) => fileBelow(root, place) !== null);
}

/**
 * Gathers changes: a checkout of five hundred files is one update, and what changes during an update is the next one.
 * @param update Called with what changed, never twice at once. It must not throw.
 */
export function createGatherer(update: (changed: string[]) => Promise<void>): (file: string) => void {
  let changed = new Set<string>();
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;

  async function begin(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (changed.size > 0) {
      const files = [...changed].sort();
      changed = new Set();
      await update(files);
    }
    isBusy = false;
  }

  return (file) => {
    if (changed.size === 0) since = performance.now();
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => void begin(), Math.min(quiet, Math.max(0, since + longest - performance.now())));
  };
}
