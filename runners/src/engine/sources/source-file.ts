import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { digest } from '../canonical.ts';
import { moduleOf } from './memory.ts';
import type { Language } from './module.ts';
import { ownTargetsOf } from './own-targets.ts';
import { isCompiled } from './own-modules.ts';
import { targetsOf, type Target } from './targets.ts';

/** A file of a closure. */
export interface SourceFile {
  /** Of the syntax tree of a module, of the bytes of anything else. */
  digest: string;
  isModule: boolean;
  /** Other files that it loads. */
  files: Target[];
  packages: string[];
  /** Versions of the packages that a module of a root brings itself, by name. */
  ownPackages: Record<string, string>;
}

export const languages: Record<string, Language> = { '.ts': 'ts', '.mts': 'ts', '.js': 'js', '.mjs': 'js' };

/**
 * Reads a file as it is now.
 * @param isOwn Whether it belongs to a root and not to the tool: then `paper-factory` means the public interface.
 * @throws {SourceFault} for a module that cannot be parsed or loads what cannot be followed.
 * @throws {Error} of the file system where it cannot be read.
 */
export function readSourceFile(file: string, isOwn = false): SourceFile {
  const bytes = readFileSync(file);
  const language = isCompiled(file) ? 'compiled' : languages[extname(file)];
  if (!language) return { digest: digest(bytes), isModule: false, files: [], packages: [], ownPackages: {} };
  const module = moduleOf(bytes, language);
  const targets = isOwn
    ? ownTargetsOf(module, dirname(file))
    : { ...targetsOf(module, dirname(file)), ownPackages: {} };
  return { digest: module.digest, isModule: true, ...targets };
}
