import { basePath } from '@paper-factory/runners/schema';
import { UsageError, type Values } from '../command.ts';

/** The nearest path that may be a base: of an address its path, and a dash for what must not stand in one. */
function nearestBase(written: string): string {
  const path = /^https?:\/\/[^/]+(\/.*)?$/.exec(written)?.[1] ?? written;
  const steps = path.split(/[/\\]+/).filter((step) => step !== '' && step !== '.' && step !== '..');
  return ['', ...steps.map((step) => step.replace(/[^A-Za-z0-9._~-]+/g, '-')), ''].join('/');
}

/** The base path as asked for, `/` without one. @throws {UsageError} with the corrected path. */
export function parseBase(value: Values[string]): string {
  if (value === undefined) return '/';
  const parsed = basePath.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--base is "${String(value)}"; it ${parsed.error.issues[0].message}`, {
    hint: `Did you mean --base ${nearestBase(String(value))}?`,
  });
}
