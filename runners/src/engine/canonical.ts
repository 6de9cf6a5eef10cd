import { createHash } from 'node:crypto';

/** JSON value with object keys sorted, so that equal data gives equal text. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sortKeys(item)]));
}

/** Compact canonical JSON, for digests. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

/** sha256 in hexadecimal. */
export function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Rounds to significant digits, so that results stay small and readable.
 * @throws {RangeError} for NaN and infinities, which have no place in an outcome.
 */
export function significant(value: number, digits: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not finite`);
  return Number(value.toPrecision(digits)) + 0;
}
