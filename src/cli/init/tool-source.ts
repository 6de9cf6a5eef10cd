import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The tool as a new root depends on it. */
export interface ToolSource {
  /** As npm names it in dependencies. */
  dependency: string;
  /** Files of the root that the dependency is: a copy of the tarball, so that the repository is enough to install it. */
  files: Map<string, Uint8Array>;
  /** Whether `npm install` finds the tool as it stands. */
  found: boolean;
}

/** Where the tarball of the tool lies in a root, by the version of the tool. */
export const vendored = (version: string): string => `vendor/paper-factory-${version}.tgz`;

/** Where npm says that the tool came from, e.g. `file:paper-factory-0.1.0.tgz`. */
function resolvedFrom(prefix: string): string | null {
  const lock = join(prefix, 'node_modules', '.package-lock.json');
  try {
    const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as { packages: Record<string, { resolved?: string }> };
    return packages['node_modules/paper-factory']?.resolved ?? null;
  } catch {
    return null; // another package manager
  }
}

/**
 * The tarball that the tool was installed from where there is one, else its version.
 * @param packageFolder Absolute, of the tool.
 */
export function toolSource(packageFolder: string, version: string): ToolSource {
  const modules = dirname(packageFolder);
  const prefix = dirname(modules);
  const from = basename(modules) === 'node_modules' ? resolvedFrom(prefix) : null;
  const tarball = from?.startsWith('file:') ? resolve(prefix, from.slice('file:'.length)) : null;
  if (tarball === null || !tarball.endsWith('.tgz') || !existsSync(tarball)) {
    return { dependency: `^${version}`, files: new Map(), found: /^https?:/.test(from ?? '') };
  }
  const place = vendored(version);
  return { dependency: `file:${place}`, files: new Map([[place, readFileSync(tarball)]]), found: true };
}
