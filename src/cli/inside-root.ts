import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';

/** The real path of the nearest part that is there. */
function nearestReal(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A link to nothing would be written through.
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    if (code !== 'ENOENT' || isLink || dirname(path) === path) throw error;
    return nearestReal(dirname(path));
  }
}

/**
 * Refuses to write where a link leads out of the root.
 * @param file Relative to the root.
 * @throws {UserError} that names the file.
 */
export function checkInside(root: string, file: string): void {
  const hint = 'Put a plain folder in the place of the link; nothing was written.';
  let real: string;
  try {
    real = nearestReal(join(root, file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UserError(`${file} cannot be written: a part of its path is a link to nothing or no folder (${code})`, {
      hint,
    });
  }
  const home = realpathSync(root);
  if (real !== home && !real.startsWith(home + sep)) {
    throw new UserError(`${file} would be written outside of the root: a part of its path is a link`, { hint });
  }
}
