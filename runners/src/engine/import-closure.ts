import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson, digest } from './canonical.ts';

/** runners/src */
export const sourceRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// Imports and re-exports of relative files, but not those of types, which leave no trace at run time.
const imports = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm;
const dynamicImports = /\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g;
// Files that a module reads beside itself, i.e. compiled kernels. A template stands for every file of its ending, a
// folder for every file in it that is no source.
const assets = /new URL\(\s*['"`](\.[^'"`]+)['"`]\s*,\s*import\.meta\.url\s*\)/g;

function assetFiles(folder: string, target: string): string[] {
  const file = join(folder, target);
  if (!target.includes('${') && !target.endsWith('/')) return [file];
  const home = target.endsWith('/') ? file : dirname(file);
  return readdirSync(home, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && (extname(target) ? extname(entry.name) === extname(target) : !/\.ts$/.test(entry.name)),
    )
    .map((entry) => join(home, entry.name));
}

/** Absolute paths of every source file that `entries` load, themselves included, sorted. */
export function importClosure(entries: string[]): string[] {
  const seen = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !existsSync(file)) continue;
    seen.add(file);
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(file, 'utf8');
    const folder = dirname(file);
    for (const pattern of [imports, dynamicImports]) {
      for (const [, target] of text.matchAll(pattern)) queue.push(join(folder, target));
    }
    for (const [, target] of text.matchAll(assets)) queue.push(...assetFiles(folder, target));
  }
  return [...seen].sort();
}

/** One digest over the bytes of a closure, with paths relative to `runners/src`. */
export function closureDigest(entries: string[]): string {
  const files = importClosure(entries).map((file) => [
    relative(sourceRoot, file).replaceAll(sep, '/'),
    digest(readFileSync(file)),
  ]);
  return digest(canonicalJson(files));
}
