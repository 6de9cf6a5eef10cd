import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the tool itself, where astro.config.mjs lies. */
export const toolFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** What the program that makes pages is built from; its packages have exact versions in package.json. */
const sources = [
  'astro.config.mjs',
  'package.json',
  'src/{site,content,evidence,markdown,pictures}/**/*',
  'runners/package.json',
  'runners/src/*.{ts,js}',
  'runners/src/schema/**/*',
];

/** Whether a change of this file, by its absolute path, is seen in {@link toolDigest}. */
export function isToolFile(file: string): boolean {
  return listFiles().has(resolve(file));
}

let listed: Set<string> | undefined;
function listFiles(): Set<string> {
  listed ??= new Set(
    globSync(sources, { cwd: toolFolder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  );
  return listed;
}

/** Digest of the bytes of everything that makes pages, and of the Node that runs it. */
export function toolDigest(): string {
  const sum = createHash('sha256').update(process.version);
  for (const file of listFiles()) {
    const bytes = readFileSync(file);
    sum.update(`\n${file.slice(toolFolder.length).replaceAll('\\', '/')} ${bytes.length}\n`).update(bytes);
  }
  return sum.digest('hex');
}
