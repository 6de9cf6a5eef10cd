import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { canonicalJson } from './canonical.ts';
import { sha256, sha256OfFile } from './sha256.ts';

/** What programs and desktops leave beside sources; none of it is data. */
const leftOut = new Set(['__pycache__', '.ipynb_checkpoints', '.DS_Store', '.git', '.factory']);

/**
 * Digest of a file or folder in the root: of a file its bytes, of a folder the names and bytes of all files below it.
 * @param path Relative to the root.
 * @param where What names the path, for messages, e.g. the config.
 * @throws {UserError} for a path that is missing, leaves the root, or is no file or folder.
 */
export function pathDigest(root: string, path: string, where: string): string {
  const home = realpathSync(root);

  const resolve = (part: string): string => {
    const real = readable(part, where, () => realpathSync(join(home, part)));
    if (`${real}${sep}`.startsWith(home.endsWith(sep) ? home : home + sep)) return real;
    throw new UserError(`${where}: ${part} leads out of the root`, { hint: 'Copy what it links to into the root.' });
  };

  /** @param open Folders above, links followed: a link to one of them would go round for ever. */
  const describe = (part: string, open: string[]): string => {
    const real = resolve(part);
    const stats = statSync(real);
    if (stats.isFile()) return readable(part, where, () => sha256OfFile(real));
    if (!stats.isDirectory()) {
      throw new UserError(`${where}: ${part} is neither a file nor a folder`, { hint: 'Leave it out.' });
    }
    if (open.includes(real)) {
      throw new UserError(`${where}: ${part} is a link to a folder that holds it`, { hint: 'Remove the link.' });
    }
    const names = readable(part, where, () => readdirSync(real)).filter((name) => !leftOut.has(name));
    const above = [...open, real];
    return sha256(canonicalJson(names.sort().map((name) => [name, describe(posix.join(part, name), above)])));
  };

  return describe(normalPath(path), []);
}

/** `./data/` and `data` are one place. */
export const normalPath = (path: string): string => posix.normalize(path).replace(/\/$/, '');

function readable<T>(path: string, where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(`${where}: ${path} does not exist`, { hint: 'Add it, or correct the path.', cause: error });
    }
    throw new UserError(`${where}: ${path} cannot be read (${code ?? String(error)})`, { cause: error });
  }
}

/** Digest of each file or folder that an experiment declares, by its path in the root. */
export type DataDigests = (experiment: string, paths: readonly string[]) => Record<string, string>;

/**
 * Reads each file once, however many experiments declare it; make another one to see changes.
 * Its calls throw a {@link UserError} where a path is missing or lies outside the root.
 */
export function createDataDigests(root: string): DataDigests {
  const read = new Map<string, string>();
  const digestOf = (experiment: string, path: string): string => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const found = pathDigest(root, path, `experiments/${experiment}/config.yaml`);
    read.set(path, found);
    return found;
  };
  return (experiment, paths) => Object.fromEntries(paths.map((path) => [path, digestOf(experiment, path)]));
}
