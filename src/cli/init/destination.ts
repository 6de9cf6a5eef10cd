import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';

/** Where a root is to be made. */
export interface Destination {
  /** Absolute, links resolved as far as it exists. */
  folder: string;
  /** Whether the folder is there already, with nothing in it that counts. */
  exists: boolean;
}

/** What version control and desktops put into a folder of their own accord. */
const harmless = new Set(['.git', '.hg', '.svn', '.jj', '.DS_Store', 'Thumbs.db', 'desktop.ini', '.directory']);

/** Folder that the files of a root are written to first, in a folder that is there. */
export const partFolder = '.paper-factory-init';

/** Names of at most so many things in the way are listed. */
const listed = 8;

/** @throws {UserError} that says why no root can be made there, and what to do instead. */
export function checkDestination(path: string, cwd: string): Destination {
  const wanted = resolve(cwd, path);
  const folder = realPathOf(wanted);
  const outer = rootAround(folder);
  if (outer === folder) {
    throw new UserError(`${wanted} is a root already: it has a factory.config.yaml`, {
      hint: 'Nothing was changed. Add to it with `paper-factory new`, or make another root in another folder.',
    });
  }
  if (outer !== null) {
    throw new UserError(`${wanted} lies inside another root, ${outer}`, {
      hint: `Roots do not nest. Make it beside that one: \`paper-factory init ${join(dirname(outer), basename(folder))}\`.`,
    });
  }
  if (!existsSync(folder)) return { folder, exists: false };
  if (!statSync(folder).isDirectory()) {
    throw new UserError(`${wanted} is a file, and a root is a folder`, {
      hint: 'Name a folder that is not there yet.',
    });
  }
  checkEmpty(wanted, folder);
  return { folder, exists: true };
}

/** Links are followed as far as there is something; what is not there yet is taken as written. */
function realPathOf(path: string): string {
  if (isThere(path)) {
    try {
      return realpathSync(path);
    } catch (error) {
      throw new UserError(`${path} is a link that leads nowhere (${(error as NodeJS.ErrnoException).code})`, {
        hint: 'Remove the link, or make the folder that it leads to.',
      });
    }
  }
  const parent = dirname(path);
  return parent === path ? path : join(realPathOf(parent), basename(path));
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOTDIR' ? 'a part of the path is a file' : `the path cannot be looked at, ${code}`;
    throw new UserError(`no root can be made at ${path}: ${why}`, { hint: 'Name another folder.' });
  }
}

function rootAround(folder: string): string | null {
  if (existsSync(join(folder, 'factory.config.yaml'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : rootAround(parent);
}

function checkEmpty(wanted: string, folder: string): void {
  const names = readNames(wanted, folder);
  if (names.includes(partFolder)) {
    throw new UserError(`${wanted} has the remains of an init that was cut off or is still at work, ${partFolder}`, {
      hint: `If none is at work, remove ${join(wanted, partFolder)} and run the same command again.`,
    });
  }
  const inTheWay = names.filter((name) => !harmless.has(name));
  if (inTheWay.length === 0) return;
  const more = inTheWay.length > listed ? ` and ${inTheWay.length - listed} more` : '';
  throw new UserError(`${wanted} is not empty; in the way: ${inTheWay.slice(0, listed).join(', ')}${more}`, {
    hint: `Nothing is ever overwritten. Name a new folder, e.g. \`paper-factory init ${join(wanted, 'lab')}\`; only a folder's ${[...harmless].slice(0, 4).join(', ')} may be there.`,
  });
}

function readNames(wanted: string, folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new UserError(`${wanted} cannot be looked into (${(error as NodeJS.ErrnoException).code})`, {
      hint: 'Mend the permissions of the folder, or name another one.',
    });
  }
}
