import { createHash } from 'node:crypto';

/** JSON value with object keys sorted, so that equal data gives equal text. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sortKeys(item)]));
}

/** Compact canonical JSON, for digests. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

const widest = 116;

/** Pretty canonical JSON: sorted keys, two spaces, short arrays and objects on one line, newline at the end. */
export function prettyJson(value: unknown): string {
  const write = (item: unknown, indent: string): string => {
    const flat = JSON.stringify(item);
    if (typeof item !== 'object' || item === null) return flat;
    if (flat.length + indent.length <= widest) return flat;
    const inner = `${indent}  `;
    if (Array.isArray(item)) {
      if (item.every((entry) => typeof entry === 'number')) return `[\n${inner}${wrap(item, inner)}\n${indent}]`;
      return `[\n${item.map((entry) => inner + write(entry, inner)).join(',\n')}\n${indent}]`;
    }
    const lines = Object.entries(item).map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${write(entry, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  };
  return `${write(sortKeys(value), '')}\n`;
}

/** Numbers filled into lines, so that a long curve neither takes a screen nor one endless line. */
function wrap(numbers: number[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, number] of numbers.entries()) {
    const text = `${JSON.stringify(number)}${index < numbers.length - 1 ? ',' : ''}`;
    if (line && indent.length + line.length + text.length > widest) {
      lines.push(line);
      line = '';
    }
    line += text;
  }
  return [...lines, line].join(`\n${indent}`);
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
