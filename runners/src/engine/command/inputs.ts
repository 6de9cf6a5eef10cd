import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { placeholdersOf, UserError, type CommandConfig } from '../../schema/index.ts';
import { canonicalJson, digest } from '../canonical.ts';

/** What programs and desktops leave beside sources; none of it is an input. */
const leftOut = new Set(['__pycache__', '.ipynb_checkpoints', '.DS_Store', '.git', '.factory']);

const chunkBytes = 1 << 20;

/** sha256 of a file of any size, one piece in memory at a time. */
export function fileDigest(file: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/** `./data/` and `data` are one place. */
const normal = (path: string): string => posix.normalize(path).replace(/\/$/, '');

/**
 * Digest of a file or folder in the root: of a file its bytes, of a folder the names and bytes of all files below it.
 * @param path Relative to the root.
 * @param where What names the path, for messages, e.g. `command.inputs`.
 * @throws {UserError} for a path that is missing, leaves the root, or is no file or folder.
 */
export function inputDigest(root: string, path: string, where: string): string {
  const home = realpathSync(root);

  const resolve = (part: string): string => {
    const real = readable(part, where, () => realpathSync(join(home, part)));
    if (`${real}${sep}`.startsWith(home.endsWith(sep) ? home : home + sep)) return real;
    throw new UserError(`${where}: ${part} leads outside the root`, {
      hint: 'Copy what is needed into the root and remove the link.',
    });
  };

  /** @param open Folders above, links followed: a link to one of them would go round for ever. */
  const describe = (part: string, open: string[]): string => {
    const real = resolve(part);
    const stats = statSync(real);
    if (stats.isFile()) return readable(part, where, () => fileDigest(real));
    if (!stats.isDirectory()) {
      throw new UserError(`${where}: ${part} is neither a file nor a folder`, { hint: 'Leave it out.' });
    }
    if (open.includes(real)) {
      throw new UserError(`${where}: ${part} is a link to a folder that holds it`, { hint: 'Remove the link.' });
    }
    const names = readable(part, where, () => readdirSync(real)).filter((name) => !leftOut.has(name));
    const above = [...open, real];
    return digest(canonicalJson(names.sort().map((name) => [name, describe(posix.join(part, name), above)])));
  };

  return describe(normal(path), []);
}

/** Places that the engine itself writes: their bytes change with every run. */
const written = ['assets/results', 'assets/figures', '.factory'];

const holds = (folder: string, path: string): boolean =>
  folder === '.' || path === folder || path.startsWith(`${folder}/`);

/**
 * @throws {UserError} for inputs that runs write themselves, so that nothing would ever be fresh, and for a file of the
 *   root that `run` names and `inputs` does not, so that a change of it would go unnoticed.
 */
export function checkInputs(root: string, { run, inputs }: Pick<CommandConfig, 'run' | 'inputs'>): void {
  for (const input of inputs) {
    const clash = written.find((folder) => holds(normal(input), folder) || holds(folder, normal(input)));
    if (clash === undefined) continue;
    throw new UserError(`command.inputs: ${input} would hold ${clash}, which runs write themselves`, {
      hint: 'Name the files that the program reads. For the result of another experiment, name it in `upstream`.',
    });
  }
  // A bare program name is looked for on the PATH, never in the root.
  const named = run.filter((argument, i) => i > 0 || argument.includes('/'));
  const unlisted = named.find((argument) => isUnlistedFile(root, argument, inputs));
  if (unlisted === undefined) return;
  throw new UserError(`command.run names ${unlisted}, a file of the root that command.inputs does not list`, {
    hint: `Add ${normal(unlisted)} to command.inputs: else a change of it would leave the result fresh.`,
  });
}

function isUnlistedFile(root: string, argument: string, inputs: string[]): boolean {
  if (argument === '' || /^[/~-]/.test(argument) || placeholdersOf(argument).length > 0) return false;
  const path = normal(argument);
  if (path.startsWith('..') || inputs.some((input) => holds(normal(input), path))) return false;
  try {
    return statSync(join(root, path)).isFile();
  } catch {
    return false; // no path at all, but a name, a number, a text that is too long for one
  }
}

function readable<T>(path: string, where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(`${where}: ${path} does not exist`, {
        hint: 'Name a file or folder in the root, with forward slashes.',
        cause: error,
      });
    }
    throw new UserError(`${where}: ${path} cannot be read (${code ?? String(error)})`, { cause: error });
  }
}
