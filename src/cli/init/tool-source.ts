import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { toolFolder } from '../templates/own-templates.ts';

/** The folder that holds `node_modules/paper-factory`, or null where the tool runs from its repository. */
function installedIn(): string | null {
  const modules = dirname(toolFolder);
  return basename(modules) === 'node_modules' ? dirname(modules) : null;
}

/** Where npm says that the tool came from, e.g. `file:paper-factory-0.1.0.tgz`. */
function resolvedFrom(prefix: string): string | null {
  const lock = join(prefix, 'node_modules', '.package-lock.json');
  try {
    const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as { packages: Record<string, { resolved?: string }> };
    return packages['node_modules/paper-factory']?.resolved ?? null;
  } catch {
    return null; // another package manager: the version tells enough
  }
}

/**
 * The tool as a dependency of a new root: the tarball that it was installed from where there is one, else its version.
 * @param folder Absolute, of the root.
 */
export function toolDependency(folder: string, version: string): string {
  const prefix = installedIn();
  const from = prefix === null ? null : resolvedFrom(prefix);
  if (prefix === null || !from?.startsWith('file:')) return `^${version}`;
  const tarball = resolve(prefix, from.slice('file:'.length));
  return existsSync(tarball) ? `file:${relative(folder, tarball).replaceAll(sep, '/')}` : `^${version}`;
}
