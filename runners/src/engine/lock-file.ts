import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, linkSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { digest } from './canonical.ts';
import { couldNotWrite } from './files.ts';
import { UserError } from '../schema/user-error.ts';

/** A lock file as it lay there at one moment. */
export interface FoundLock {
  text: string;
  /** By the clock of whoever touched it or of its server: good for telling that it moved, and for nothing else. */
  modified: number;
}

const noLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);

function refused(what: string, file: string, error: unknown): UserError {
  return new UserError(`could not ${what} the lock ${file} (${codeOf(error)})`, {
    hint: 'Check who owns it and its folder; where no reproduce runs, remove it.',
    cause: error,
  });
}

/**
 * Reads a lock file; null where there is none. To open it is what makes an NFS client ask its server.
 * @throws {UserError} where it cannot be read.
 */
export function readLock(file: string): FoundLock | null {
  let handle: number | null = null;
  try {
    handle = openSync(file, 'r');
    return { text: readFileSync(handle, 'utf8'), modified: fstatSync(handle).mtimeMs };
  } catch (error) {
    // ESTALE: another machine of an NFS share has removed it meanwhile.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESTALE') return null;
    throw refused('read', file, error);
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/**
 * Makes a lock file with its text in it, or not at all: never half a one, whenever the process is killed.
 * @returns Whether it was made: false where there is one.
 * @throws {UserError} where the disk is full or the folder cannot be written.
 */
export function createLock(file: string, text: string): boolean {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    return link(temporary, file, text);
  } catch (error) {
    throw couldNotWrite(file, error);
  } finally {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // A fault that led here is the one to tell, and without one it is litter.
    }
  }
}

function link(temporary: string, file: string, text: string): boolean {
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    // An NFS server's answer may get lost; the question is then asked again and finds what it has made.
    if (codeOf(error) === 'EEXIST') return readLock(file)?.text === text;
    if (noLinks.includes(codeOf(error))) return createWithoutLink(file, text);
    throw error;
  }
}

/** For FAT and its like. A kill may leave half a file here, which is then judged by its silence. */
function createWithoutLink(file: string, text: string): boolean {
  try {
    closeSync(openSync(file, 'wx'));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeFileSync(file, text);
    return true;
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

/** Shows whoever waits that the holder lives. */
export function touchLock(file: string, now: Date): void {
  try {
    utimesSync(file, now, now);
  } catch {
    // Whoever waits takes the lock over at last, which the holder then notices.
  }
}

/** The file that gives the right to remove a lock file with this text. */
export const guardOf = (file: string, text: string): string => `${file}.${digest(text).slice(0, 16)}`;

/**
 * Removes a lock file, if its text is what it should be. Several processes may judge one lock, while its holder gives it
 * back and somebody else makes it anew: so only the one that makes the guard of this text may remove it, and looks again.
 * @param by Text of who removes it.
 * @param due Asked once more when nobody else can remove it.
 * @returns Whether this process has removed it.
 */
export function removeLock(file: string, text: string, by: string, due: () => boolean = () => true): boolean {
  const guard = guardOf(file, text);
  // Looked at first, so that a folder that somebody has removed does not come back.
  if (readLock(file)?.text !== text || !createLock(guard, by)) return false;
  try {
    if (readLock(file)?.text !== text || !due()) return false;
    remove(file);
    return true;
  } finally {
    remove(guard);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw refused('remove', file, error);
  }
}
