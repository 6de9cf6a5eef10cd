import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from './canonical.ts';
import type { RunContext } from './experiment.ts';
import { writeAtomic } from './files.ts';
import { closureDigest, sourceRoot } from './import-closure.ts';

/**
 * Keeps bytes below `folder`, apart for each source module and each state of what that module imports. What an older
 * state made is removed.
 * @param runner The run's own module, as a path.
 * @param own The root that it belongs to, where it is none of the tool's.
 */
export function createDataCache(folder: string, runner: string, own: string | null = null): RunContext['cached'] {
  const homes = new Map<string, string>();
  const homeOf = (source: string): string => {
    const known = homes.get(source);
    if (known) return known;
    const all = join(folder, relative(own ?? sourceRoot, source).replace(/[^a-zA-Z0-9]+/g, '-'));
    const state = closureDigest([source], own).slice(0, 16);
    mkdirSync(join(all, state), { recursive: true });
    for (const name of readdirSync(all)) if (name !== state) rmSync(join(all, name), { recursive: true, force: true });
    homes.set(source, join(all, state));
    return join(all, state);
  };
  return (key, make, source) => {
    const file = join(homeOf(source === undefined ? runner : fileURLToPath(source)), `${digest(key).slice(0, 24)}.bin`);
    try {
      const bytes = readFileSync(file);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch {
      const bytes = make();
      writeAtomic(file, bytes);
      return bytes;
    }
  };
}
