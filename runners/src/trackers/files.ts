import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../schema/user-error.ts';

/** Largest file that is read; a log of scalars is far smaller. */
export const largestFileMiB = 256;

function kindOf(path: string): 'file' | 'folder' | null {
  try {
    const stats = statSync(path);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : null;
  } catch {
    return null; // nothing, a link to nothing, or behind a folder that may not be entered
  }
}

export const isFile = (path: string): boolean => kindOf(path) === 'file';

export const isFolder = (path: string): boolean => kindOf(path) === 'folder';

/** Reads a file whole. @throws {UserError} where it is too large, no file, or cannot be read. */
export function readBounded(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > largestFileMiB * 1024 * 1024) {
      throw new UserError(`${file} has ${Math.ceil(size / 1024 / 1024)} MiB; at most ${largestFileMiB} MiB are read`, {
        hint: 'Log fewer points, or write the final numbers as metrics.json (docs/importing-runs.md).',
      });
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`, {
      hint: 'Check that it exists and that you may read it.',
      cause: error,
    });
  }
}

/** Names in a folder, sorted; none where there is no such folder. @throws {UserError} where it may not be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new UserError(`${folder} cannot be read (${code})`, { hint: 'Check that you may read it.', cause: error });
  }
}

/** How deep below a path files are looked for: `logs/<experiment>/<version>/` and a metric's own folders. */
const deepest = 6;

/** Most names that are looked at below a path; the folder of a run has far fewer. */
const mostNames = 20_000;

/**
 * Files below a folder as paths relative to it, sorted; links to folders are not followed.
 * @throws {UserError} where there are so many that it cannot be the folder of a run.
 */
export function filesBelow(folder: string): string[] {
  let seen = 0;
  const visit = (below: string, depth: number): string[] => {
    const names = namesIn(join(folder, below));
    seen += names.length;
    if (seen > mostNames) {
      throw new UserError(`${folder} holds more than ${mostNames} files; expected the folder of a run`, {
        hint: 'Name the folder of one run, deeper down.',
      });
    }
    return names.flatMap((name) => {
      const path = below ? `${below}/${name}` : name;
      const link = lstatSync(join(folder, path), { throwIfNoEntry: false })?.isSymbolicLink() ?? true;
      if (!link && isFolder(join(folder, path))) return depth < deepest ? visit(path, depth + 1) : [];
      return isFile(join(folder, path)) ? [path] : [];
    });
  };
  return visit('', 0);
}

/** @throws {UserError} where a path holds several runs and nothing says which is meant. */
export function onlyOne(path: string, runs: string[], what: string): string {
  if (runs.length === 1) return runs[0];
  const shown = runs.slice(0, 10).join(', ') + (runs.length > 10 ? ` and ${runs.length - 10} more` : '');
  throw new UserError(
    runs.length === 0 ? `${path} holds no ${what}` : `${path} holds ${runs.length} ${what}s: ${shown}`,
    { hint: runs.length === 0 ? 'Name the folder of one run.' : 'Name one of them, with its whole path.' },
  );
}
