import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The repository. */
export const repository = join(import.meta.dirname, '..', '..');

/** Modules of the workspace by the names under which the site and the command line import them, relative to the repository. */
function workspaceModules(): Map<string, string> {
  const text = readFileSync(join(repository, 'runners', 'package.json'), 'utf8');
  const { name, exports } = JSON.parse(text) as { name: string; exports: Record<string, string> };
  return new Map(Object.entries(exports).map(([path, file]) => [join(name, path), join('runners', file)]));
}

const workspace = workspaceModules();

/**
 * What a module of the packed tool writes for `specifier`: JavaScript for TypeScript, and a relative path for a module of
 * the workspace, which is no package of its own there. Anything else stays.
 * @param from File that has the specifier, relative to the repository.
 * @throws {Error} for a name in the workspace that `runners/package.json` does not export.
 */
export function packedSpecifier(specifier: string, from: string): string {
  if (/^\.\.?\/.*\.ts$/.test(specifier)) return specifier.replace(/\.ts$/, '.js');
  if (!specifier.startsWith('@paper-factory/')) return specifier;
  const file = workspace.get(specifier);
  if (file === undefined) throw new Error(`${from}: "${specifier}" is in no exports of runners/package.json`);
  const path = relative(dirname(from), file).replaceAll('\\', '/');
  return (path.startsWith('.') ? path : `./${path}`).replace(/\.ts$/, '.js');
}
