import { dirname, extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);

/** runners/src */
export const sourceRoot = resolve(dirname(here), '..', '..');

/** Ending of the modules below {@link sourceRoot}: `.ts`, or `.js` in the packed tool, which holds them compiled. */
export const moduleEnding = extname(here);

/** Whether a file is a module of this tool that was compiled when the tool was packed. @param file Absolute. */
export const isCompiled = (file: string): boolean =>
  moduleEnding === '.js' && file.endsWith('.js') && file.startsWith(sourceRoot + sep);

/** The path of a compiled module as that of its source, by which results are kept; every other path as it is. */
export const sourcePath = (file: string, path: string): string => (isCompiled(file) ? nameOfSource(path) : path);

/** `./loop.ts` of `./loop.js` */
export const nameOfSource = (path: string): string => path.replace(/\.js$/, '.ts');
