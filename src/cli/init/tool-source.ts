import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { parse } from 'yaml';

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

/** What a package manager has installed, and from where, e.g. `file:paper-factory-0.1.0.tgz` below the prefix. */
interface Installed {
  prefix: string;
  from: string;
}

function byNpm(packageFolder: string): Installed | null {
  const modules = dirname(packageFolder);
  if (basename(modules) !== 'node_modules') return null;
  const lock = readFileSync(join(modules, '.package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, { resolved?: string }> };
  const from = packages['node_modules/paper-factory']?.resolved;
  return from === undefined ? null : { prefix: dirname(modules), from };
}

/** pnpm keeps packages below `node_modules/.pnpm`, and there its own record of them. */
function byPnpm(packageFolder: string): Installed | null {
  const store = join('node_modules', '.pnpm');
  const at = packageFolder.indexOf(`${sep}${store}${sep}`);
  if (at === -1) return null;
  const prefix = packageFolder.slice(0, at);
  const lock = parse(readFileSync(join(prefix, store, 'lock.yaml'), 'utf8')) as {
    importers: Record<string, Record<string, Record<string, { version: string }>>>; // by folder and kind
  };
  const groups = Object.values(lock.importers).flatMap(Object.values);
  const version = groups.flatMap((group) => group['paper-factory']?.version ?? [])[0];
  // The packages that go with it stand behind in brackets; so may a part of a file's name.
  const from = version && (/^file:.*?\.tgz(?=\(|$)/.exec(version) ?? version.split('('))[0];
  return from ? { prefix, from } : null;
}

function installed(packageFolder: string): Installed | null {
  try {
    return byPnpm(packageFolder) ?? byNpm(packageFolder);
  } catch {
    return null; // another package manager
  }
}

/**
 * The tarball that the tool was installed from where there is one, else its version.
 * @param packageFolder Absolute, of the tool.
 */
export function toolSource(packageFolder: string, version: string): ToolSource {
  const { prefix = '', from = null } = installed(packageFolder) ?? {};
  const tarball = from?.startsWith('file:') ? resolve(prefix, from.slice('file:'.length)) : null;
  if (tarball === null || !tarball.endsWith('.tgz') || !existsSync(tarball)) {
    return { dependency: `^${version}`, files: new Map(), found: /^(https?:|\d)/.test(from ?? '') };
  }
  const place = vendored(version);
  return { dependency: `file:${place}`, files: new Map([[place, readFileSync(tarball)]]), found: true };
}
