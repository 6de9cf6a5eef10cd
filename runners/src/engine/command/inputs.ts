import { statSync } from 'node:fs';
import { join } from 'node:path';
import { placeholdersOf, UserError, type CommandConfig } from '../../schema/index.ts';
import { normalPath } from '../data-digests.ts';

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
    const clash = written.find((folder) => holds(normalPath(input), folder) || holds(folder, normalPath(input)));
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
    hint: `Add ${normalPath(unlisted)} to command.inputs: else a change of it would leave the result fresh.`,
  });
}

function isUnlistedFile(root: string, argument: string, inputs: string[]): boolean {
  if (argument === '' || /^[/~-]/.test(argument) || placeholdersOf(argument).length > 0) return false;
  const path = normalPath(argument);
  if (path.startsWith('..') || inputs.some((input) => holds(normalPath(input), path))) return false;
  try {
    return statSync(join(root, path)).isFile();
  } catch {
    return false; // no path at all, but a name, a number, a text that is too long for one
  }
}
