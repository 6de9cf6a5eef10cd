import { closeSync, copyFileSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A file of a zip; its bytes are made when it is its turn. */
export interface ZipEntry {
  name: string;
  bytes(): Uint8Array;
}

/** Zips keep local times: the earliest that they know, so that the same files give the same bytes everywhere. */
const epoch = new Date(1980, 0, 1);

const isPacked = (name: string): boolean => /\.(?:woff2|png|jpe?g|webp)$/.test(name);

/** Puts a whole file in its place, also on another disk: there a copy is made beside it first. */
function put(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const beside = `${to}.${process.pid}.tmp`;
    try {
      copyFileSync(from, beside);
      renameSync(beside, to);
    } finally {
      rmSync(beside, { force: true });
    }
  }
}

/**
 * Writes a zip, one file after the other, and puts it in its place when it is whole.
 * @param work Folder where it lies until then.
 * @returns its size in bytes.
 */
export function writeZip(file: string, entries: readonly ZipEntry[], work: string): number {
  mkdirSync(work, { recursive: true });
  const temporary = join(work, `offline-${process.pid}.zip`);
  let handle: number | null = openSync(temporary, 'w');
  try {
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      writeSync(handle!, chunk);
    });
    for (const { name, bytes } of entries) {
      const entry = isPacked(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
      entry.mtime = epoch;
      zip.add(entry);
      entry.push(bytes(), true);
    }
    zip.end();
    closeSync(handle);
    handle = null;
    put(temporary, file);
  } finally {
    if (handle !== null) closeSync(handle);
    rmSync(temporary, { force: true });
  }
  return statSync(file).size;
}
