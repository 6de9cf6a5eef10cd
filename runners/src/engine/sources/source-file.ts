import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { digest } from '../canonical.ts';
import { moduleOf } from './memory.ts';
import type { Language } from './module.ts';
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
}

const languages: Record<string, Language> = { '.ts': 'ts', '.mts': 'ts', '.js': 'js', '.mjs': 'js' };

/**
 * Reads a file as it is now.
 * @throws {SourceFault} for a module that cannot be parsed or loads what cannot be followed.
 * @throws {Error} of the file system where it cannot be read.
 */
export function readSourceFile(file: string): SourceFile {
  const bytes = readFileSync(file);
  const language = isCompiled(file) ? 'compiled' : languages[extname(file)];
  if (!language) return { digest: digest(bytes), isModule: false, files: [], packages: [] };
  const module = moduleOf(bytes, language);
  return { digest: module.digest, isModule: true, ...targetsOf(module, dirname(file)) };
}
