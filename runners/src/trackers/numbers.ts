const words: Record<string, number> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};

/** A number as Python, JavaScript or C writes it, NaN and infinities too; null where the text is none. */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  return words[trimmed.toLowerCase()] ?? null;
}

/** A parameter that a tracker keeps as Python's text of it; text stays text. */
export function parseParam(text: string): string | number | boolean {
  if (text === 'True' || text === 'False') return text === 'True';
  const number = parseNumber(text);
  return number !== null && Number.isFinite(number) ? number : text;
}

/** Leaves of nested data by their path, e.g. `{ val: { loss: 1 } }` as `val/loss`. Lists are leaves. */
export function flatten(data: unknown, separator: string, prefix = ''): [name: string, value: unknown][] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return prefix ? [[prefix, data]] : [];
  return Object.entries(data).flatMap(([key, value]) =>
    flatten(value, separator, prefix ? `${prefix}${separator}${key}` : key),
  );
}

/** Parameters from nested data: a list becomes its JSON, and what is empty is left out. */
export function toParams(data: unknown): Record<string, string | number | boolean> {
  return Object.fromEntries(
    flatten(data, '.').flatMap(([key, value]): [string, string | number | boolean][] => {
      if (value === null || value === undefined) return [];
      if (typeof value === 'number' && !Number.isFinite(value)) return [[key, String(value)]];
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[key, value]];
      return [[key, JSON.stringify(value)]];
    }),
  );
}
