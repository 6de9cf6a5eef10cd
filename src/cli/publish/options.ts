import { basePath, siteAddress } from '@paper-factory/runners/schema';
import type { Publication } from '../../evidence/types.ts';
import { UsageError, type OptionHelp, type Values } from '../command.ts';

/** Options of `build` that say how its output is published. */
export const publishOptions: Record<string, OptionHelp> = {
  base: { type: 'string', value: 'PATH', help: 'Path under which the site is served, e.g. /lab/ (default: site.base)' },
  url: { type: 'string', value: 'URL', help: 'Public address without the path (default: site.url)' },
  anonymous: { type: 'boolean', help: 'For double-blind review: nothing tells who wrote it' },
};

function read(name: string, value: Values[string], schema: typeof basePath | typeof siteAddress): string | null {
  if (value === undefined) return null;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues
    .at(-1)!
    .message.replace(/^Invalid URL$/, 'must be an address like https://example.org');
  throw new UsageError(`--${name} is "${String(value)}"; it ${message}`);
}

/** @throws {UsageError} that names the value as it should be written. */
export function readPublication(values: Values): Publication {
  return {
    base: read('base', values.base, basePath),
    url: read('url', values.url, siteAddress),
    anonymous: values.anonymous === true,
  };
}
