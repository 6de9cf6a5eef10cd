import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError } from '../schema/index.ts';
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

function folderDigest(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const entries = files.map((file) => [relative(folder, file).split(sep).join('/'), fileDigest(file)] as const);
  return digest(canonicalJson(Object.fromEntries(entries)));
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
  const where = `experiments/${experiment}/config.yaml: "${path}"`;
  let real: string;
  try {
    real = realpathSync(file);
  } catch (error) {
    throw new UserError(`${where} does not exist`, { hint: 'Add it, or correct the path.', cause: error });
  }
  if (!`${real}${sep}`.startsWith(realpathSync(root) + sep)) {
    throw new UserError(`${where} leads out of the root`, { hint: 'Copy what it links to into the root.' });
  }
  const found = statSync(real).isDirectory() ? folderDigest(real) : fileDigest(real);
  read.set(file, found);
  return found;
}
