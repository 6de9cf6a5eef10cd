import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { canonicalJson, digest } from './canonical.ts';
import { writeMemory } from './sources/memory.ts';
import { sourcePath, sourceRoot } from './sources/own-modules.ts';
import { readSourceFile, type SourceFile } from './sources/source-file.ts';
import { SourceFault } from './sources/source-fault.ts';
import type { Target } from './sources/targets.ts';

export { sourceRoot };

/** Everything that modules load, they themselves included. Paths are relative to the root, with `/`, and sorted. */
export interface SourceClosure {
  /** Digest of the syntax tree of each module; what `npm pack` compiled goes by the name of its source. */
  sources: Record<string, string>;
  /** Digest of the bytes of each other file, e.g. of compiled kernels. */
  assets: Record<string, string>;
  /** Names of the packages that they import, sorted, without what Node brings. */
  packages: string[];
}

/** The source files at one moment. */
export interface Sources {
  /**
   * @param entries Absolute paths.
   * @throws {UserError} for a file that is missing, cannot be parsed or loads what cannot be followed.
   */
  closureOf(entries: string[]): SourceClosure;
}

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
 */
export function readSources(root: string = sourceRoot): Sources {
  const files = new Map<string, SourceFile & { path: string }>();
  const closures = new Map<string, SourceClosure>();
  const repository = resolve(root, '../..');
  const pathOf = (file: string, from: string): string => relative(from, file).replaceAll(sep, '/');

  const read = (file: string, importer: Target | null): SourceFile & { path: string } => {
    try {
      return { ...readSourceFile(file), path: sourcePath(file, pathOf(file, root)) };
    } catch (error) {
      const name = pathOf(file, repository);
      if (error instanceof SourceFault) {
        throw new UserError(`${name}:${error.line}: ${error.message}`, { hint: error.hint, cause: error });
      }
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      const what = existsSync(file) ? 'cannot be read' : 'does not exist';
      const where = importer && `${pathOf(importer.file, repository)}:${importer.line}`;
      throw new UserError(where ? `${where} loads ${name}, which ${what}` : `${name} ${what}`, {
        hint: `Expected a file ${name}; a path is written with its ending.`,
        cause: error,
      });
    }
  };

  const follow = (entries: string[]): SourceClosure => {
    const sources: Record<string, string> = {};
    const assets: Record<string, string> = {};
    const packages = new Set<string>();
    const seen = new Set(entries);
    const queue = [...seen].map((file) => ({ file, importer: null as Target | null }));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { file, importer } = next;
      let source = files.get(file);
      if (!source) files.set(file, (source = read(file, importer)));
      (source.isModule ? sources : assets)[source.path] = source.digest;
      for (const name of source.packages) packages.add(name);
      for (const target of source.files) {
        if (seen.has(target.file)) continue;
        seen.add(target.file);
        queue.push({ file: target.file, importer: { file, line: target.line } });
      }
    }
    return { sources: sorted(sources), assets: sorted(assets), packages: [...packages].sort() };
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

/** Everything that `entries` load, from the files as they are now. @param entries Absolute paths. */
export function sourceClosure(entries: string[]): SourceClosure {
  return readSources().closureOf(entries);
}

/** One digest over the sources and other files of a closure. */
export function closureDigest(entries: string[]): string {
  const { sources, assets } = sourceClosure(entries);
  return digest(canonicalJson({ sources, assets }));
}
