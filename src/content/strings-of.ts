import type { DataPath } from './types.ts';

/** Every string of some data, with the path to it. */
export function* stringsOf(data: unknown, path: DataPath = []): Generator<[text: string, path: DataPath]> {
  if (typeof data === 'string') yield [data, path];
  else if (typeof data === 'object' && data !== null) {
    const entries = Array.isArray(data) ? data.entries() : Object.entries(data);
    for (const [key, value] of entries) yield* stringsOf(value, [...path, key]);
  }
}
