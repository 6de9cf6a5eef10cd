import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { sha256 } from './memory.ts';

/** Where the code lies that decides what a text is parsed to: this folder, the schema, and two packages. */
export function parserFiles(): string[] {
  const require = createRequire(import.meta.url);
  const folders = [import.meta.dirname, path.dirname(require.resolve('@paper-factory/runners/schema'))];
  const sources = folders.flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)));
  return [...sources.sort(), require.resolve('yaml/package.json'), require.resolve('zod/package.json')];
}

export const digestOfFiles = (files: readonly string[]): string =>
  sha256(files.map((file) => `${sha256(fs.readFileSync(file))} ${path.basename(file)}`).join('\n'));
