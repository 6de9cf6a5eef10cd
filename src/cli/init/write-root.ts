import { mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { type Destination, partFolder } from './destination.ts';

/** What makes a folder a root; it comes last, so that a root that is cut off is none. */
const marker = 'factory.config.yaml';

/** Texts and bytes of files by path inside the root. */
type Contents = ReadonlyMap<string, string | Uint8Array>;

/** Folders above the new one that had to be made, outermost first. */
function makeParents(folder: string): string[] {
  const outermost = mkdirSync(folder, { recursive: true });
  if (outermost === undefined) return [];
  const made = [folder];
  while (made[0] !== outermost) made.unshift(dirname(made[0]));
  return made;
}

function writeAll(part: string, files: Contents): void {
  mkdirSync(part);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(part, file)), { recursive: true });
    writeFileSync(join(part, file), text, { flag: 'wx', flush: true });
  }
}

/** Moves what was written into a folder that is there and may hold a `.git`. */
function moveInto(part: string, folder: string, moved: string[]): void {
  const names = readdirSync(part).sort((a, b) => Number(a === marker) - Number(b === marker));
  for (const name of names) {
    renameSync(join(part, name), join(folder, name));
    moved.push(join(folder, name));
  }
  rmdirSync(part);
}

/**
 * Writes the files of a new root, all or none. They are written beside their place and moved there at the end, so that a
 * process which is killed leaves no folder that looks like a root.
 * @param files Contents by path inside the root.
 * @throws {UserError} that says which folder cannot be written.
 */
export function writeRoot({ folder, exists }: Destination, files: Contents): void {
  const parents: string[] = [];
  const moved: string[] = [];
  const part = exists
    ? join(folder, partFolder)
    : join(dirname(folder), `.${basename(folder)}.paper-factory-${process.pid}`);
  let begun = false;
  try {
    if (!exists) parents.push(...makeParents(dirname(folder)));
    writeAll(part, files);
    begun = true;
    if (exists) moveInto(part, folder, moved);
    else renameSync(part, folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another init may own a part folder that was there before this one began.
    if (begun || code !== 'EEXIST') rmSync(part, { recursive: true, force: true });
    for (const path of moved) rmSync(path, { recursive: true, force: true });
    for (const path of parents.reverse()) removeIfEmpty(path);
    throw new UserError(`could not make the root ${folder} (${code ?? error})`, { hint: hintFor(code), cause: error });
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else came to lie in it meanwhile; the fault that led here is the one to tell.
  }
}

function hintFor(code: string | undefined): string {
  const rest = 'Nothing was left half made.';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk is full. Free some space and run the same command again. ${rest}`;
  if (code === 'EACCES' || code === 'EPERM')
    return `You may not write there: name another folder, or mend its permissions. ${rest}`;
  if (code === 'EROFS') return `The disk is read-only: name a folder on another one. ${rest}`;
  if (code === 'EEXIST' || code === 'ENOTEMPTY')
    return `Somebody else wrote there at the same time: look at it, then run the command again.`;
  if (code === 'ENOTDIR') return `A part of the path is a file: name another folder. ${rest}`;
  return `Check that the folder above it is one and may be written, then run the same command again. ${rest}`;
}
