import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A file of a zip; its bytes are made when it is its turn. */
export interface ZipEntry {
  name: string;
  bytes(): Uint8Array;
}

/** Zips keep local times: the earliest that they know, so that the same files give the same bytes everywhere. */
const epoch = new Date(1980, 0, 1);

const isPacked = (name: string): boolean => /\.(?:woff2|png|jpe?g|webp)$/.test(name);

/** Writes a zip, one file after the other, and puts it in its place when it is whole. @returns its size in bytes. */
export function writeZip(file: string, entries: readonly ZipEntry[]): number {
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = openSync(temporary, 'w');
  try {
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      writeSync(handle, chunk);
    });
    for (const { name, bytes } of entries) {
      const entry = isPacked(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
      entry.mtime = epoch;
      zip.add(entry);
      entry.push(bytes(), true);
    }
    zip.end();
  } catch (error) {
    closeSync(handle);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(temporary, file);
  return statSync(file).size;
}
