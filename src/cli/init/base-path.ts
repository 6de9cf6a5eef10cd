import { UsageError, type Values } from '../command.ts';

/** The base path as asked for, `/` without one. @throws {UsageError} with the corrected path. */
export function parseBase(value: Values[string]): string {
  if (value === undefined) return '/';
  const base = String(value);
  if (/^\/([A-Za-z0-9._~-]+\/)*$/.test(base) && !base.split('/').includes('..')) return base;
  const path = /^https?:\/\/[^/]+(\/.*)?$/.exec(base)?.[1] ?? base;
  const parts = path.split(/[/\\]+/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const mended = parts.map((part) => part.replace(/[^A-Za-z0-9._~-]+/g, '-'));
  const right = mended.length === 0 ? '/' : `/${mended.join('/')}/`;
  throw new UsageError(`--base is "${base}"; expected a path that begins and ends with a slash`, {
    hint: `Did you mean --base ${right}?`,
  });
}
