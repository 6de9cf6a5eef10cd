import { dirname, relative, resolve } from 'node:path';
import { canonicalJson, digest } from '../engine/canonical.ts';

/** The folder that holds all files. */
function commonFolder(files: string[]): string {
  let folder = dirname(files[0]);
  while (files.some((file) => relative(folder, file).startsWith('..'))) folder = dirname(folder);
  return folder;
}

/**
 * One digest of files, by their places to each other: the same wherever the run lies and however it was named.
 * @param digests By path.
 */
export function digestFiles(digests: ReadonlyMap<string, string>): string {
  const folder = commonFolder([...digests.keys()].map((file) => resolve(file)));
  const byPlace = [...digests].map(([file, one]) => [relative(folder, resolve(file)).replaceAll('\\', '/'), one]);
  return digest(canonicalJson(Object.fromEntries(byPlace)));
}
