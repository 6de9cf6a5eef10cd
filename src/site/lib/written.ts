import { inUnitOf, isSameUnit, isWithin, parseWritten } from '../../evidence/numbers.ts';

/** Whether a number as written is the executed one, to the digits written; null where the text is no number. */
export function writtenMatches(text: string, executed: number, unit: string): boolean | null {
  const read = parseWritten(text);
  if (!read) return null;
  const written = inUnitOf(read, { unit });
  return isSameUnit(written.unit, unit) && isWithin(executed, written.value, written.tolerance);
}
