import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { canonicalJson, digest } from './canonical.ts';

const chunk = 1 << 20;

/** sha256 of a file of any size, in hexadecimal. */
export function fileDigest(file: string): string {
  if (statSync(file).size <= chunk) return digest(readFileSync(file));
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(chunk);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

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
    if (stats.isFile()) return readable(part, where, () => fileDigest(real));
    if (!stats.isDirectory()) {
      throw new UserError(`${where}: ${part} is neither a file nor a folder`, { hint: 'Leave it out.' });
    }
    if (open.includes(real)) {
      throw new UserError(`${where}: ${part} is a link to a folder that holds it`, { hint: 'Remove the link.' });
    }
    const names = readable(part, where, () => readdirSync(real)).filter((name) => !leftOut.has(name));
    const above = [...open, real];
    return digest(canonicalJson(names.sort().map((name) => [name, describe(posix.join(part, name), above)])));
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

/** Digests of data that the same process has read already: several experiments read one file. */
let read = new Map<string, string>();

/** Forgets what was read: files may have changed since. */
export function forgetData(): void {
  read = new Map();
}

/**
 * Digest of each file or folder that an experiment declares, by its path in the root.
 * @throws {UserError} where one is missing or lies outside the root.
 */
export function dataDigests(root: string, experiment: string, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, digestOf(root, experiment, path)]));
}

function digestOf(root: string, experiment: string, path: string): string {
  const file = join(root, path);
  const known = read.get(file);
  if (known !== undefined) return known;
  const found = pathDigest(root, path, `experiments/${experiment}/config.yaml`);
  read.set(file, found);
  return found;
}
