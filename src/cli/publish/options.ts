import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { basePath, siteAddress } from '@paper-factory/runners/schema';
import type { Publication } from '../../evidence/types.ts';
import { UsageError, type OptionHelp, type Values } from '../command.ts';

/** Options of `build` that say how its output is published. */
export const publishOptions: Record<string, OptionHelp> = {
  base: { type: 'string', value: 'PATH', help: 'Path under which the site is served, e.g. /lab/ (default: site.base)' },
  url: { type: 'string', value: 'URL', help: 'Public address without the path (default: site.url)' },
  since: { type: 'string', value: 'TAG', help: 'Add a page of what changed since a tag or commit' },
  anonymous: { type: 'boolean', help: 'For double-blind review: nothing tells who wrote it' },
  offline: { type: 'boolean', help: 'Also write a zip that opens from the file system without a server' },
  output: { type: 'string', value: 'FILE', help: 'Where --offline writes it (default: dist-offline.zip beside dist)' },
};

/** Where `--offline` writes without `--output`. */
export const defaultZip = (root: string): string => join(root, 'dist-offline.zip');

/** Where the zip of an offline build goes, or null for a build without one. */
export function readOffline(values: Values, root: string, cwd: string): string | null {
  const { offline, output } = values;
  if (output !== undefined && !offline) throw new UsageError('--output says where --offline writes; add --offline');
  if (!offline) return null;
  const file = output === undefined ? defaultZip(root) : resolve(cwd, String(output));
  const below = relative(join(root, 'dist'), file);
  if (below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below)) {
    throw new UsageError(`--output is ${String(output)}, in dist/, which the build replaces`);
  }
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UsageError(`--output is in ${folder}, and there is no such folder`);
  if (existsSync(file) && statSync(file).isDirectory())
    throw new UsageError(`--output is ${file}, a folder; name a file`);
  return file;
}

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
