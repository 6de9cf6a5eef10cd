import { accessSync, closeSync, constants, existsSync, fsyncSync } from 'node:fs';
import { mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../schema/user-error.ts';

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
  const code = whyNotWritten(file, error);
  const hints: Record<string, string> = {
    ENOSPC: 'The disk is full. Free some space and run the same command again; nothing that was there is lost.',
    EDQUOT: 'Your quota is used up. Free some space and run the same command again; nothing that was there is lost.',
    EROFS: 'It is mounted read-only: use a copy of the root that may be written.',
  };
  return new UserError(`could not write ${file} (${code})`, {
    hint: hints[code] ?? 'Check that the folder exists and may be written, then run the same command again.',
    cause: error,
  });
}

function whyNotWritten(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  if (code !== 'ENOENT') return code;
  // Node says so too of a folder that it cannot make, whatever the reason; the folder that is there knows better.
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return code;
  } catch (denied) {
    return (denied as NodeJS.ErrnoException).code ?? code;
  }
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
