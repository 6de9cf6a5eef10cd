import { cpSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Where a folder really lies: a link stays, and what it points to is replaced. */
function placeOf(to: string): string {
  const isLink = lstatSync(to, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (!isLink) return to;
  try {
    return realpathSync(to);
  } catch (cause) {
    throw new UserError(`${to} is a link to a folder that is not there (${codeOf(cause)})`, {
      hint: 'Make that folder, or remove the link; nothing was written.',
      cause,
    });
  }
}

/** Moves a folder, also to another disk, where it is copied. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true });
  }
}

/**
 * Puts a folder in the place of another. The old one stands aside until the new one is in its place, and comes back where
 * that fails; both wait beside the place, so that only names change there. One process at a time.
 * @param from Gone afterwards, or left on another disk.
 * @param to May be missing, or a link to a folder.
 * @throws {UserError} where the place may not be changed, such as a mount: the old folder is as it was.
 */
export function replaceFolder(from: string, to: string): void {
  const place = placeOf(to);
  const waiting = (what: string) => join(dirname(place), `.${basename(place)}.paper-factory.${what}`);
  const [fresh, old] = [waiting('new'), waiting('old')];
  const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });
  try {
    remove(fresh);
    move(from, fresh);
    remove(old);
    if (lstatSync(place, { throwIfNoEntry: false })) renameSync(place, old);
    try {
      renameSync(fresh, place);
    } catch (error) {
      if (readdirSync(dirname(place)).includes(basename(old))) renameSync(old, place);
      throw error;
    }
    remove(old);
  } catch (cause) {
    remove(fresh);
    throw new UserError(`could not replace ${place} (${codeOf(cause)})`, {
      hint:
        'It is as it was. The build renames the whole folder: it and the folder around it must be writable, ' +
        'there must be room for both sites, and it must not be a mount itself (mount the folder around it, or copy dist/ there).',
      cause,
    });
  }
}
