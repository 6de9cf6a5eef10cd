import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
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

/** Folders of a root that hold what people wrote or runs made, and the history of it. */
const sources = ['content', 'experiments', 'assets', 'data', '.git', '.factory', 'templates', 'node_modules'];

/** Whether a path is a folder or lies in it. */
function isWithin(folder: string, file: string): boolean {
  const below = relative(folder, file);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** Whether a file is empty or begins as a zip does. */
function isZip(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(2);
    return readSync(handle, head) === 0 || head.toString('latin1') === 'PK';
  } finally {
    closeSync(handle);
  }
}

/** Where the zip of an offline build goes, or null for a build without one. @throws {UsageError} where it would harm. */
export function readOffline(values: Values, root: string, cwd: string): string | null {
  const { offline, output } = values;
  if (output !== undefined && !offline) throw new UsageError('--output says where --offline writes; add --offline');
  if (!offline) return null;
  const file = output === undefined ? defaultZip(root) : resolve(cwd, String(output));
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UsageError(`--output is in ${folder}, and there is no such folder`);
  // A link may lead from elsewhere into the root.
  const real = existsSync(file) ? realpathSync(file) : join(realpathSync(folder), basename(file));
  const top = realpathSync(root);
  if (isWithin(join(top, 'dist'), real)) {
    throw new UsageError(`--output is ${String(output)}, in dist/, which the build replaces`);
  }
  const source = sources.find((name) => isWithin(join(top, name), real));
  if (source !== undefined) {
    throw new UsageError(`--output is ${String(output)}, in ${source}/ of the root; write it beside, e.g. site.zip`);
  }
  if (!existsSync(file)) return file;
  if (!statSync(file).isFile()) throw new UsageError(`--output is ${file}, a folder; name a file`);
  if (!isZip(file)) throw new UsageError(`${file} is there already and is no zip; move it away or name another file`);
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
