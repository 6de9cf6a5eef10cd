import { hash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** What is known of a rendered file. */
export interface Kept {
  /** Digest of everything that it was made from. */
  inputs: string;
  /** Digest and length of its bytes. */
  bytes: string;
  length: number;
}

const nameOf = (bytes: string): string => join(bytes.slice(0, 2), bytes.slice(2));

function writeWhole(file: string, data: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}-${threadId}.tmp`;
  writeFileSync(temporary, data);
  renameSync(temporary, file);
}

/** Shows a kept file at another place too, which takes no room; where a disk has no links, it is written. */
function linkOrWrite(kept: string, target: string, data: Uint8Array): void {
  mkdirSync(dirname(target), { recursive: true });
  try {
    linkSync(kept, target);
  } catch {
    rmSync(target, { force: true }); // it may itself be such a link
    writeFileSync(target, data);
  }
}

/** Writes in a folder that is mostly there. */
function writeBelow(file: string, data: Uint8Array): void {
  try {
    writeWhole(file, data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, data);
  }
}

/**
 * Writes a rendered file to its place, and keeps it in the folder of what is remembered.
 * @returns what is known of it, or null where it cannot be kept: the memory only saves time.
 */
export function keepPage(folder: string, inputs: string, data: Uint8Array, target: string): Kept | null {
  const bytes = hash('sha256', data);
  const path = join(folder, nameOf(bytes));
  try {
    writeBelow(path, data);
  } catch {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, data);
    return null;
  }
  linkOrWrite(path, target, data);
  return { inputs, bytes, length: data.length };
}

/** Rendered pages of the last build. */
export interface PageMemory {
  /** Puts a file that was made from the same inputs in its place. @returns whether there is one, undamaged. */
  place(file: string, inputs: string, target: string): boolean;
  /** Takes note of what {@link keepPage} kept. */
  note(file: string, kept: Kept): void;
  /** Writes down what was placed or noted since it was opened, and forgets the rest. A full disk is no error. */
  save(): void;
}

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
  return {
    place(file, inputs, target) {
      const kept = known.get(file);
      if (kept?.inputs !== inputs) return false;
      const path = join(folder, nameOf(kept.bytes));
      try {
        const data = readFileSync(path);
        if (data.length !== kept.length || hash('sha256', data) !== kept.bytes) return false;
        linkOrWrite(path, target, data);
        used.set(file, kept);
        return true;
      } catch {
        return false;
      }
    },
    note: (file, kept) => void used.set(file, kept),
    save() {
      try {
        mkdirSync(folder, { recursive: true });
        writeWhole(indexFile, JSON.stringify(Object.fromEntries(used)));
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
