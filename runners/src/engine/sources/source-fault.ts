/** What is wrong in a source file; whoever knows the file's name adds it. */
export class SourceFault extends Error {
  /** From 1. */
  readonly line: number;
  readonly hint: string;

  constructor(message: string, line: number, hint: string, cause?: unknown) {
    super(message, { cause });
    this.line = line;
    this.hint = hint;
  }
}
