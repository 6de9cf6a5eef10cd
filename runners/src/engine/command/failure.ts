import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../schema/index.ts';
import type { ProgramEnd } from './program.ts';

/** Where the output of a program is told. */
export interface Told {
  /** Its last lines. */
  tail: string;
  /** The whole, as a path in the root. */
  log: string;
}

/** Why a program that ended is no success, or null where it is one. */
export function failureOf(end: ProgramEnd, run: string[], cwd: string, path: string, told: Told): UserError | null {
  const name = `\`${run.join(' ')}\``;
  const seen = told.tail ? `:\n${told.tail}\n` : ', and printed nothing';
  const whole = `All it printed is in ${told.log}.`;
  switch (end.how) {
    case 'code':
      return end.code === 0 ? null : new UserError(`${name} ended with code ${end.code}${seen}`, { hint: whole });
    case 'signal': {
      const cause = end.signal === 'SIGKILL' ? ', as systems do when memory runs out' : '';
      return new UserError(`${name} was ended by ${end.signal}${cause}${seen}`, { hint: whole });
    }
    case 'timeout':
      return new UserError(`${name} did not end within its time and was stopped${seen}`, {
        hint: `Raise timeoutMinutes in its config, or make the run smaller. ${whole}`,
      });
    case 'stopped':
      return new UserError('stopped');
    case 'not-started':
      return notStarted(end.error, run[0], cwd, path);
  }
}

function notStarted(error: NodeJS.ErrnoException, file: string, cwd: string, path: string): UserError {
  const fault = (message: string, hint: string) => new UserError(message, { hint, cause: error });
  const inRoot = file.includes('/');
  switch (error.code) {
    case 'ENOENT':
      if (!inRoot) {
        return fault(
          `command.run: there is no program ${file} on the PATH (${path || 'empty'})`,
          'Install it, or start paper-factory where it is found, e.g. with the virtual environment activated.',
        );
      }
      return existsSync(resolve(cwd, file))
        ? fault(`command.run: ${file} names an interpreter that is not there`, 'Correct its first line (#!).')
        : fault(`command.run: there is no program ${file}`, 'A path with a slash is looked for in the root.');
    case 'EACCES':
      return fault(`command.run: ${file} may not be executed`, `chmod +x ${file}, or name its interpreter before it.`);
    case 'E2BIG':
      return fault('command.run: the arguments are too long for this system', 'Read them from PAPER_FACTORY_PARAMS.');
    default:
      return fault(`command.run: ${file} could not be started (${error.code ?? error.message})`, '');
  }
}
