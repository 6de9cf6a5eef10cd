import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `experiments/mine/run.ts:12`: the innermost place in the root that an error went through; null where none is known. */
export function placeInRoot(error: unknown, root: string): string | null {
  if (!(error instanceof Error) || !error.stack) return null;
  const home = `${pathToFileURL(root).href}/`;
  for (const line of error.stack.split('\n')) {
    const at = line.indexOf(home);
    const match = at < 0 ? null : /^([^?:]*)(?:\?[^:]*)?:(\d+)/.exec(line.slice(at + home.length));
    if (match && !match[1].includes('node_modules/')) return `${decodeURIComponent(match[1])}:${match[2]}`;
  }
  return null;
}

/** A file of the root as messages name it. */
export const nameInRoot = (file: string, root: string): string => relative(root, file).replaceAll(sep, '/');
