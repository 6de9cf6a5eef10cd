import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from '../canonical.ts';
import { writeAtomic } from '../files.ts';
import { parseModule, type Language, type SourceModule } from './module.ts';
import { moduleEnding } from './own-modules.ts';

/** More than any repository has sources; beyond it only what the present process met is kept. */
const most = 5000;

/** By language and digest of the bytes, so nothing in it is ever out of date. */
const known = new Map<string, SourceModule>();
const met = new Set<string>();
let file: string | null = null;
let unwritten = false;

/** What another state of this code or of its parsers remembered does not count. */
function format(): string {
  const modules = ['module', 'references', 'syntax-tree'].map((name) => `./${name}${moduleEnding}`);
  const parts = [...modules, '../../../package.json'];
  return digest(parts.map((path) => digest(readFileSync(fileURLToPath(new URL(path, import.meta.url))))).join());
}

const checksum = (modules: unknown): string => digest(JSON.stringify(modules));

/**
 * Remembers parsed modules in `sources.json` of `folder`, from this process to the next. Its loss costs the time to
 * parse again (under a second), so a file that is missing, damaged or cannot be written is no fault.
 */
export function rememberIn(folder: string): void {
  file = join(folder, 'sources.json');
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { format: string; checksum: string; modules: object };
    if (stored.format !== format() || stored.checksum !== checksum(stored.modules)) return;
    for (const [key, module] of Object.entries(stored.modules)) known.set(key, module as SourceModule);
  } catch {
    // Starts anew.
  }
}

/** Writes down what was parsed since, if anything was. */
export function writeMemory(): void {
  if (!unwritten || file === null) return;
  unwritten = false;
  const kept = known.size > most ? [...known].filter(([key]) => met.has(key)) : [...known];
  const modules = Object.fromEntries(kept);
  try {
    writeAtomic(file, JSON.stringify({ format: format(), checksum: checksum(modules), modules }));
  } catch {
    // The next process parses again.
  }
}

/** The module of these bytes; parsed only where no process before met them. @throws {SourceFault} */
export function moduleOf(bytes: Uint8Array, language: Language): SourceModule {
  const key = `${language} ${digest(bytes)}`;
  met.add(key);
  let module = known.get(key);
  if (!module) {
    known.set(key, (module = parseModule(new TextDecoder().decode(bytes), language)));
    unwritten = true;
  }
  return module;
}
