import { UsageError } from './command.ts';

/** Text of an option on one line. @throws {UsageError} for one that is empty. */
export function oneLine(option: string, value: string): string {
  const text = value.replace(/\s+/g, ' ').trim();
  if (text !== '') return text;
  throw new UsageError(`--${option} is empty`, { hint: `Give it a text, e.g. --${option} "Spectra lab".` });
}
