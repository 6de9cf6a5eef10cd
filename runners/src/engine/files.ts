import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../schema/index.ts';

/** Times that a write is tried while other processes remove the folder that it just made. */
const attempts = 5;

/**
 * Writes a file whole or not at all: to a temporary file beside it, flushed, then renamed.
 * @throws {UserError} where the disk is full or the folder cannot be written; what was there stays.
 */
export function writeAtomic(file: string, data: string | Uint8Array): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return write(file, data);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' && attempt < attempts) continue;
      throw couldNotWrite(file, error);
    }
  }
}

/** What to tell of a file that could not be written. */
export function couldNotWrite(file: string, error: unknown): UserError {
  const { code } = error as NodeJS.ErrnoException;
  return new UserError(`could not write ${file} (${code ?? error})`, {
    hint:
      code === 'ENOSPC'
        ? 'The disk is full. Free some space and run the same command again; nothing that was there is lost.'
        : 'Check that the folder exists and may be written, then run the same command again.',
    cause: error,
  });
}

function write(file: string, data: string | Uint8Array): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(temporary, 'w');
    try {
      writeFileSync(handle, data);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // The fault that led here is the one to tell.
    }
    throw error;
  }
}
