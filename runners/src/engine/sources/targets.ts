import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { SourceModule } from './module.ts';
import type { Reference } from './references.ts';
import { SourceFault } from './source-fault.ts';

/** A file that a module loads. */
export interface Target {
  /** Absolute. */
  file: string;
  /** Line of the module that names it, from 1. */
  line: number;
}

const isRelative = (target: string): boolean => /^\.\.?\//.test(target);

/** `@scope/name` of `@scope/name/file`. */
export const packageOf = (target: string): string => target.split('/', target.startsWith('@') ? 2 : 1).join('/');

/** A template stands for every file of its ending, a folder for every file in it that is no source. */
function assetFiles(folder: string, target: string): string[] {
  const isTemplate = target.includes('${');
  const file = join(folder, target);
  if (!isTemplate && !/(^|\/)\.{0,2}$/.test(target)) return [file];
  const home = isTemplate ? dirname(file) : file;
  const ending = isTemplate ? extname(target) : '';
  let entries;
  try {
    entries = readdirSync(home, { withFileTypes: true });
  } catch {
    // Whoever reads it says that it is not there.
    return [home];
  }
  return entries
    .filter((entry) => entry.isFile() && (ending ? extname(entry.name) === ending : !/\.m?[jt]s$/.test(entry.name)))
    .map((entry) => join(home, entry.name));
}

/** A path or a package; anything else names a module in a way that is not followed. */
function checkImport({ target, line }: Reference): void {
  const isPackage = /^(@[\w.~-]+\/)?[\w.~-]+(\/|$)/.test(target) && !target.startsWith('@paper-factory/');
  if (!isRelative(target) && !isPackage) {
    const hint = 'Import a file of this package by its relative path, another package by its name.';
    throw new SourceFault(`the import of "${target}" cannot be followed`, line, hint);
  }
  if (isRelative(target) && /\.c[jt]s$/.test(target)) {
    const hint = 'Write it as an ES module (.ts, .mts, .js, .mjs).';
    throw new SourceFault(`what the CommonJS module "${target}" loads cannot be followed`, line, hint);
  }
}

/**
 * Finds what a module in `folder` names, on the disk as it is now.
 * @throws {SourceFault} for an import that is neither a relative path to an ES module nor a package.
 */
export function targetsOf(module: SourceModule, folder: string): { files: Target[]; packages: string[] } {
  const imports = module.imports.filter(({ target }) => !isBuiltin(target));
  imports.forEach(checkImport);
  const [paths, packages] = [true, false].map((wanted) =>
    imports.filter(({ target }) => isRelative(target) === wanted),
  );
  return {
    files: [
      ...paths.map(({ target, line }) => ({ file: join(folder, target), line })),
      ...module.assets.flatMap(({ target, line }) => assetFiles(folder, target).map((file) => ({ file, line }))),
    ],
    packages: packages.map(({ target }) => packageOf(target)),
  };
}
