import fs from 'node:fs';
import path from 'node:path';
import type { FileSystem } from '../../content/safe-path.ts';

/** Folders whose files are kept: somebody must tell when one of them changes. */
export const watchedFolders = ['content', 'experiments', 'assets'];

const real: FileSystem = { ...fs, realpathSync: fs.realpathSync.native };

/** A file that is open in the memory only. */
interface Open {
  file: string;
  bytes: Uint8Array | null;
}

/**
 * Files of a root as they were when last read, so that a change of one does not read a thousand others again.
 * @param root Absolute, links resolved: what lies elsewhere is never kept.
 */
export function createFileMemory(root: string): { world: FileSystem; forget(file: string): void } {
  const folders = watchedFolders.map((name) => path.join(root, name) + path.sep);
  const isKept = (file: string): boolean => folders.some((folder) => file.startsWith(folder));
  const contents = new Map<string, Uint8Array>();
  const listings = new Map<string, fs.Dirent[]>();
  const open = new Map<number, Open>();
  /** Handles of files in the memory; those of the system are never negative. */
  let next = -1;
  const isFile = { isFile: () => true } as fs.Stats;

  const world = {
    ...real,
    readdirSync(folder: string, options: { withFileTypes: true }): fs.Dirent[] {
      const known = listings.get(folder);
      if (known) return known;
      const entries = fs.readdirSync(folder, options);
      if (isKept(folder + path.sep)) listings.set(folder, entries);
      return entries;
    },
    openSync(file: string, flags: number): number {
      const bytes = contents.get(file) ?? null;
      const handle = bytes ? next-- : fs.openSync(file, flags);
      open.set(handle, { file, bytes });
      return handle;
    },
    fstatSync: (handle: number) => (handle < 0 ? isFile : fs.fstatSync(handle)),
    readFileSync(handle: number | string): Uint8Array {
      if (typeof handle === 'string') return fs.readFileSync(handle);
      const { file, bytes } = open.get(handle)!;
      if (bytes) return bytes;
      const read = fs.readFileSync(handle);
      if (isKept(file)) contents.set(file, read);
      return read;
    },
    closeSync(handle: number): void {
      open.delete(handle);
      if (handle >= 0) fs.closeSync(handle);
    },
  };
  return {
    world: world as unknown as FileSystem,
    /** What is known of a file or folder, of all that is below it, and of the folder that lists it. */
    forget(file) {
      listings.delete(path.dirname(file));
      contents.delete(file);
      if (!listings.has(file) && path.extname(file) !== '') return;
      for (const map of [contents, listings]) {
        for (const key of map.keys()) if (key === file || key.startsWith(file + path.sep)) map.delete(key);
      }
    },
  };
}
