import { UserError } from '../schema/user-error.ts';

/** A value in a config that the run cannot work with; whoever knows the config adds its path. */
export class ParamError extends UserError {
  override name = 'ParamError';
  /** Key in `params`. */
  readonly param: string;
  readonly value: unknown;

  constructor(param: string, value: unknown, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options);
    this.param = param;
    this.value = value;
  }
}
