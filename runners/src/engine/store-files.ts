import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { couldNotWrite } from './files.ts';

/**
 * Folder of files that are being written, on the same disk as what they become. All lie in one place, so that what a
 * killed process left is found without a walk through the store.
 */
export const temporaryFolder = (store: string): string => join(store, 'temporary');

/** A name that no other process has, on this machine or another that shares the folder. */
export function temporaryFile(store: string): string {
  mkdirSync(temporaryFolder(store), { recursive: true });
  return join(temporaryFolder(store), `${randomUUID()}.tmp`);
}

/** Gives a finished file its name; a folder that `gc` removes meanwhile is made again. */
export function moveInto(temporary: string, file: string): void {
  try {
    renameSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    renameSync(temporary, file);
  }
}

/**
 * Writes a file of the store whole or not at all. It is not flushed to the disk, which would take longer than all the
 * rest: everything in the store is checked when it is read, so what a power cut spoils is found and made again.
 * @throws {UserError} where the disk is full or the folder cannot be written.
 */
export function writeIntoStore(store: string, file: string, data: string | Uint8Array): void {
  let temporary: string | null = null;
  try {
    temporary = temporaryFile(store);
    writeFileSync(temporary, data, { flag: 'wx' });
    moveInto(temporary, file);
  } catch (error) {
    if (temporary !== null) removeQuietly(temporary);
    throw couldNotWrite(file, error);
  }
}

/** Null where there is none. @throws {UserError} for anything else that stands in the way. */
export function readFromStore(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw couldNotRead(file, error);
  }
}

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

export function couldNotRead(file: string, error: unknown): UserError {
  return new UserError(`could not read ${file} (${(error as NodeJS.ErrnoException).code ?? error})`, {
    hint: 'Check that it is a file that may be read, or remove it; what is missing in the store is made again.',
    cause: error,
  });
}

/** Removes what is of no use any more, where that is possible. */
export function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It stays until `gc` may remove it.
  }
}

/** Removes a folder where it holds nothing; whatever else is there, or stands in the way, stays. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // A file, a folder that is in use, or nothing.
  }
}
