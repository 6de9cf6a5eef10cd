import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { SourceModule } from './module.ts';
import { publicName, resolvePublic } from './public-names.ts';
import type { Reference } from './references.ts';
import { SourceFault } from './source-fault.ts';
import { packageOf, targetsOf, type Target } from './targets.ts';

/** What a module of a root loads: files of the root, what it takes of the tool, packages of the root by version. */
export interface OwnTargets {
  files: Target[];
  /** Packages of the tool. */
  packages: string[];
  ownPackages: Record<string, string>;
}

/**
 * Finds what a module of a root names. Of the tool only what it imports by name counts, so that an edit of anything else
 * leaves its result.
 * @throws {SourceFault} for an unknown name, and for a package that is not installed or whose version says nothing.
 */
export function ownTargetsOf(module: SourceModule, folder: string): OwnTargets {
  const isTool = ({ target }: Reference) => packageOf(target) === publicName;
  const tool = module.imports.filter(isTool).map((reference) => {
    const { target, line } = reference;
    if (target === publicName) return { line, ...resolvePublic(reference) };
    throw new SourceFault(`the import of "${target}" cannot be followed`, line, `Import '${publicName}' itself.`);
  });
  const imports = module.imports.filter((reference) => !isTool(reference));
  const own = targetsOf({ ...module, imports }, folder);
  const lineOf = (name: string) => imports.find(({ target }) => packageOf(target) === name)?.line ?? 1;
  return {
    files: [...own.files, ...tool.flatMap(({ files, line }) => files.map((file) => ({ file, line })))],
    packages: tool.flatMap(({ packages }) => packages),
    ownPackages: Object.fromEntries(own.packages.map((name) => [name, versionOf(name, folder, lineOf(name))])),
  };
}

/** The version of an installed package: its files are not read, so the version must say which they are. */
function versionOf(name: string, folder: string, line: number): string {
  let home = folder;
  while (!existsSync(join(home, 'node_modules', name, 'package.json'))) {
    if (dirname(home) === home) throw notInstalled(name, line);
    home = dirname(home);
  }
  const place = realpathSync(join(home, 'node_modules', name));
  if (!place.split(sep).includes('node_modules')) {
    const hint = 'Install it from a registry, or import its files by relative path from a folder of the root.';
    throw new SourceFault(`the package "${name}" is a link to a folder that may change under its version`, line, hint);
  }
  const { version } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { version?: string };
  if (version) return version;
  throw new SourceFault(`the package "${name}" has no version`, line, 'Install a published version of it.');
}

function notInstalled(name: string, line: number): SourceFault {
  const hint =
    name === 'zod'
      ? `Write import { z } from '${publicName}'.`
      : `Run \`npm install ${name}\` in the root, or import a file of the root by its relative path.`;
  return new SourceFault(`the package "${name}" is not installed`, line, hint);
}
