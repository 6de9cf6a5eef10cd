import { closeSync, existsSync, mkdirSync, openSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '@paper-factory/runners/schema';

/** Folders that had to be made for a file, outermost first. */
function makeFolders(folder: string): string[] {
  const outermost = mkdirSync(folder, { recursive: true });
  if (outermost === undefined) return [];
  const made = [folder];
  while (made[0] !== outermost) made.unshift(dirname(made[0]));
  return made;
}

/**
 * Writes files that are not there yet, all or none: what was written is taken back where one cannot be.
 * @param files Contents by path inside the root.
 * @throws {UserError} that names the file which is there already or cannot be written.
 */
export function writeNew(root: string, files: ReadonlyMap<string, string>): void {
  const there = [...files.keys()].find((file) => existsSync(join(root, file)));
  if (there !== undefined) throw alreadyThere(there);
  const folders: string[] = [];
  /** Files that it began to write, in their order. */
  const begun: string[] = [];
  let current = '';
  try {
    for (const [file, text] of files) {
      current = file;
      const path = join(root, file);
      folders.push(...makeFolders(dirname(path)));
      // Another process may have begun meanwhile: `wx` writes no file that is there.
      const handle = openSync(path, 'wx');
      begun.push(path);
      try {
        writeFileSync(handle, text, { flush: true });
      } finally {
        closeSync(handle);
      }
    }
  } catch (error) {
    undo(begun, folders);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && existsSync(join(root, current))) throw alreadyThere(current);
    throw new UserError(`could not write ${current} (${code ?? error})`, {
      hint:
        code === 'ENOSPC'
          ? 'The disk is full. Free some space and run the same command again; nothing was left half made.'
          : 'Check that its folder is one and may be written, then run the same command again.',
      cause: error,
    });
  }
}

function alreadyThere(file: string): UserError {
  return new UserError(`${file} is there already`, {
    hint: 'Give another id with --id. Nothing is ever overwritten.',
  });
}

function undo(files: string[], folders: string[]): void {
  for (const file of files) rmSync(file, { force: true });
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      // Another process writes to it; the fault that led here is the one to tell.
    }
  }
}
