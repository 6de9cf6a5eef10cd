import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { checkInside } from './inside-root.ts';

/**
 * Puts a text in the place of a file's own, whole or not at all.
 * @param file Relative to the root; it is there.
 * @param before The text that the new one was made from.
 * @throws {UserError} where it changed meanwhile, lies outside, or cannot be written.
 */
export function replaceFile(root: string, file: string, before: string, after: string): void {
  checkInside(root, file);
  const path = join(root, file);
  const part = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    if (readFileSync(path, 'utf8') !== before) {
      throw new UserError(`${file} changed meanwhile`, {
        hint: 'Nothing was written to it. Run the same command again.',
      });
    }
    const handle = openSync(part, 'wx');
    try {
      writeFileSync(handle, after);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    chmodSync(part, statSync(path).mode);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`could not write ${file} (${code ?? error})`, {
      hint:
        code === 'ENOSPC'
          ? 'The disk is full. Free some space and run the same command again; the file is as it was.'
          : 'Check that it and its folder may be written, then run the same command again; the file is as it was.',
      cause: error,
    });
  }
}
