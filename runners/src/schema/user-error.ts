/** A fault the user can mend: says what, where and what to do next. Anything else that is thrown is a bug. */
export class UserError extends Error {
  override name = 'UserError';
  readonly hint: string;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.hint = options.hint ?? '';
  }
}
