import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of a rendered file. */
interface Kept {
  /** Digest of everything that it was made from. */
  inputs: string;
  /** Digest and length of its bytes. */
  bytes: string;
  length: number;
}

/** Rendered pages of the last build. */
export interface PageMemory {
  /** The bytes of a file that was made from the same inputs, or null. */
  recall(file: string, inputs: string): Uint8Array | null;
  keep(file: string, inputs: string, bytes: Uint8Array): void;
  /** Writes down what was recalled or kept since it was opened, and forgets the rest. A full disk is no error. */
  save(): void;
}

const nameOf = (bytes: string): string => join(bytes.slice(0, 2), bytes.slice(2));

function readIndex(file: string): Map<string, Kept> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Kept>));
  } catch {
    return new Map();
  }
}

/** Opens the memory in a folder; one process writes it at a time or the last one wins. */
export function openPageMemory(folder: string): PageMemory {
  const indexFile = join(folder, 'index.json');
  const known = readIndex(indexFile);
  const used = new Map<string, Kept>();

  function write(file: string, data: string | Uint8Array): void {
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, data);
    renameSync(temporary, file);
  }

  return {
    recall(file, inputs) {
      const kept = known.get(file);
      if (kept?.inputs !== inputs) return null;
      try {
        const data = readFileSync(join(folder, nameOf(kept.bytes)));
        if (data.length !== kept.length || hash('sha256', data) !== kept.bytes) return null;
        used.set(file, kept);
        return data;
      } catch {
        return null;
      }
    },
    keep(file, inputs, data) {
      const bytes = hash('sha256', data);
      const path = join(folder, nameOf(bytes));
      try {
        if (statSync(path, { throwIfNoEntry: false })?.size !== data.length) {
          mkdirSync(join(path, '..'), { recursive: true });
          write(path, data);
        }
        used.set(file, { inputs, bytes, length: data.length });
      } catch {
        // The memory only saves time.
      }
    },
    save() {
      try {
        mkdirSync(folder, { recursive: true });
        write(indexFile, JSON.stringify(Object.fromEntries(used)));
        const needed = new Set([...used.values()].map(({ bytes }) => nameOf(bytes)));
        for (const start of readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
          for (const name of readdirSync(join(folder, start))) {
            if (!needed.has(join(start, name))) rmSync(join(folder, start, name), { force: true });
          }
        }
      } catch {
        // As above.
      }
    },
  };
}
