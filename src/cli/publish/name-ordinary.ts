import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { UsageError } from '../command.ts';
import { readDistRecord } from '../dist-record.ts';
import { distOf } from '../site.ts';

/**
 * Says of a failed anonymous build what still lies where its output would be: somebody may send that in for review.
 * @param zip Where the offline copy goes.
 * @returns the fault with that added, or as it was where there is nothing to say.
 */
export function nameOrdinary(error: unknown, root: string, zip: string): unknown {
  if (!(error instanceof UserError) || error instanceof UsageError) return error;
  const built = readDistRecord(root);
  const site = built === null ? 'the site of an earlier build' : 'the ordinary site of before';
  const left = [
    ...(existsSync(distOf(root)) && !built?.anonymous ? [`dist/ still holds ${site}`] : []),
    ...(existsSync(zip) ? [`${relative(root, zip)} is of an earlier build`] : []),
  ];
  if (left.length === 0) return error;
  const warning = `Send nothing in yet: ${left.join(', and ')}.`;
  return new UserError(error.message, { hint: `${error.hint} ${warning}`.trim(), cause: error });
}
