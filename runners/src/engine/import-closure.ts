import { existsSync, realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { canonicalJson, digest } from './canonical.ts';
import { writeMemory } from './sources/memory.ts';
import { sourcePath, sourceRoot } from './sources/own-modules.ts';
import { readSourceFile, type SourceFile } from './sources/source-file.ts';
import { SourceFault } from './sources/source-fault.ts';
import type { Target } from './sources/targets.ts';

export { sourceRoot };

/**
 * Everything that modules load, they themselves included. Paths are relative to the sources, with `/`, and sorted; those of
 * a root's own files begin with `./` and are relative to it.
 */
export interface SourceClosure {
  /** Digest of the syntax tree of each module; what `npm pack` compiled goes by the name of its source. */
  sources: Record<string, string>;
  /** Digest of the bytes of each other file, e.g. of compiled kernels. */
  assets: Record<string, string>;
  /** Names of the packages that they import, sorted, without what Node brings. */
  packages: string[];
  /** Versions of the packages that modules of a root bring themselves, by name. */
  ownPackages: Record<string, string>;
}

/** The source files at one moment. */
export interface Sources {
  /**
   * @param entries Absolute paths.
   * @throws {UserError} for a file that is missing, cannot be parsed or loads what cannot be followed.
   */
  closureOf(entries: string[]): SourceClosure;
}

const isBelow = (folder: string, file: string): boolean =>
  file.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const sorted = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Looks at the source files once: each is read when the first closure reaches it and not again, so closures of many
 * entries cost little more than one, and agree with each other.
 *
 * A closure follows static imports, re-exports, `import()` of a literal path and `new URL('./file', import.meta.url)`,
 * where a template stands for all files of its ending in that folder and a folder for its files. What counts of a
 * module is its syntax tree as Node runs it: every value, name and order. What does not count: types, comments,
 * formatting, parentheses, quotes and the spelling of literals (`1e3` is `1000`). `import type` is gone with the types;
 * `import { type A }` without another name is not, because Node loads that module all the same. A module of this tool is
 * the same whether it was compiled or not. What a module finds by other means is not seen: through `createRequire`, or by
 * a path that it computes.
 * @param root What paths are relative to; messages name files from two folders above it, the repository.
 * @param own A root of a user, absolute: modules outside the sources belong to it, and none may lie outside of both.
 */
export function readSources(root: string = sourceRoot, own: string | null = null): Sources {
  const files = new Map<string, SourceFile & { path: string }>();
  const closures = new Map<string, SourceClosure>();
  const repository = resolve(root, '../..');
  const home = own === null ? null : realpathSync(own);
  const isOwn = (file: string): boolean => home !== null && !isBelow(root, file);
  const pathOf = (file: string, from: string): string => relative(from, file).replaceAll(sep, '/');
  const keyOf = (file: string): string => (isOwn(file) ? `./${pathOf(file, home!)}` : pathOf(file, root));
  const nameOf = (file: string): string => (isOwn(file) ? pathOf(file, home!) : pathOf(file, repository));

  const read = (file: string, importer: Target | null): SourceFile & { path: string } => {
    const where = importer && `${nameOf(importer.file)}:${importer.line}`;
    const name = nameOf(file);
    if (isOwn(file) && !isBelow(home!, file)) {
      throw new UserError(`${where ? `${where} loads ${name}, which` : name} lies outside the root`, {
        hint: 'Copy what it needs into the root: only files of the root and of the tool belong to a result.',
      });
    }
    try {
      return { ...readSourceFile(file, isOwn(file)), path: sourcePath(file, keyOf(file)) };
    } catch (error) {
      if (error instanceof SourceFault) {
        throw new UserError(`${name}:${error.line}: ${error.message}`, { hint: error.hint, cause: error });
      }
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      const what = existsSync(file) ? 'cannot be read' : 'does not exist';
      throw new UserError(where ? `${where} loads ${name}, which ${what}` : `${name} ${what}`, {
        hint: `Expected a file ${name}; a path is written with its ending.`,
        cause: error,
      });
    }
  };

  /** Node follows links before it looks for what a module imports, so a root's files are read where they are. */
  const placeOf = (file: string): string => {
    if (home === null || isBelow(root, file)) return file;
    try {
      return realpathSync(file);
    } catch {
      return file;
    }
  };

  const follow = (entries: string[]): SourceClosure => {
    const sources: Record<string, string> = {};
    const assets: Record<string, string> = {};
    const packages = new Set<string>();
    const ownPackages: Record<string, string> = {};
    const seen = new Set(entries.map(placeOf));
    const queue = [...seen].map((file) => ({ file, importer: null as Target | null }));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { file, importer } = next;
      let source = files.get(file);
      if (!source) files.set(file, (source = read(file, importer)));
      (source.isModule ? sources : assets)[source.path] = source.digest;
      for (const name of source.packages) packages.add(name);
      Object.assign(ownPackages, source.ownPackages);
      for (const target of source.files) {
        const place = placeOf(target.file);
        if (seen.has(place)) continue;
        seen.add(place);
        queue.push({ file: place, importer: { file, line: target.line } });
      }
    }
    return {
      sources: sorted(sources),
      assets: sorted(assets),
      packages: [...packages].sort(),
      ownPackages: sorted(ownPackages),
    };
  };

  return {
    closureOf(entries) {
      const key = entries.join('\0');
      let closure = closures.get(key);
      if (!closure) {
        closures.set(key, (closure = follow(entries)));
        writeMemory();
      }
      return closure;
    },
  };
}

/**
 * Everything that `entries` load, from the files as they are now.
 * @param entries Absolute paths.
 * @param own The root of a user whose modules they are, see {@link readSources}.
 */
export function sourceClosure(entries: string[], own: string | null = null): SourceClosure {
  return readSources(sourceRoot, own).closureOf(entries);
}

/** One digest over the sources and other files of a closure. */
export function closureDigest(entries: string[], own: string | null = null): string {
  const { sources, assets, ownPackages } = sourceClosure(entries, own);
  const brought = Object.keys(ownPackages).length > 0 ? { ownPackages } : {};
  return digest(canonicalJson({ sources, assets, ...brought }));
}
