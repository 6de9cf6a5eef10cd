import { UserError } from '../schema/user-error.ts';

/** What went wrong, with what to do about it. */
export function tell(error: unknown): string {
  const { message } = error as Error;
  return error instanceof UserError && error.hint ? `${message}. ${error.hint}` : message;
}
