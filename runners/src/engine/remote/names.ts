import { isEntryName } from '../run-manifest.ts';

/** Files of a remote are laid out as in the store; these are their names, with slashes on every system. */
export const objectName = (digest: string): string => `objects/${digest.slice(0, 2)}/${digest.slice(2)}`;

export const runFolder = (key: string): string => `runs/${key.slice(0, 2)}/${key}`;

/** The entries among names below the folder of a key; what else may lie there is none of ours. */
export function entriesAmong(names: string[], key: string): string[] {
  const folder = `${runFolder(key)}/`;
  return names
    .filter((name) => name.startsWith(folder))
    .map((name) => name.slice(folder.length))
    .filter(isEntryName);
}
