import { unfinishedMerge } from '../unfinished-merge.ts';

/** Why a file that should hold JSON of a schema cannot be used, in one line. */
export function jsonFault(error: unknown, text: string): string {
  const line = unfinishedMerge(text);
  if (line !== null) return `it holds both sides of an unfinished merge, from line ${line}`;
  return error instanceof SyntaxError ? error.message.replace(/\s+/g, ' ') : 'it does not follow the schema';
}
