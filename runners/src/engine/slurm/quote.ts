import { UserError } from '../../schema/index.ts';

function refuseControl(value: string): void {
  // eslint-disable-next-line no-control-regex -- a newline would end the line that the value stands in
  if (/[\u0000-\u001f\u007f]/.test(value)) {
    throw new UserError(
      `${JSON.stringify(value)} cannot be given to Slurm: it has a line break or a control character`,
      {
        hint: 'Rename the folder or change the setting.',
      },
    );
  }
}

/** One word of shell that means exactly `value`. @throws {UserError} for control characters. */
export function shellWord(value: string): string {
  refuseControl(value);
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** The value of an option behind `#SBATCH`, which sbatch itself splits. @throws {UserError} for control characters. */
export function directiveValue(value: string): string {
  refuseControl(value);
  return /^[A-Za-z0-9_.,:@+=/%-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * A path in which Slurm replaces patterns like `%a`, written so that it replaces none.
 * @throws {UserError} for a backslash, which means something to Slurm that no quoting takes away.
 */
export function plainPath(path: string): string {
  if (!path.includes('\\')) return path.replaceAll('%', '%%');
  throw new UserError(`Slurm cannot write a log below ${path}: the path has a backslash`, {
    hint: 'Rename the folder.',
  });
}
