import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from './files.ts';

/** Where the checkpoints of one run lie. */
export interface CheckpointPlace {
  /** Absolute. */
  folder: string;
  /** Names everything that the run depends on; what another run wrote is refused. */
  identity: string;
}

/** Files of an unfinished run that let it go on after a kill. Each is whole or not there, whenever the process ends. */
export interface CheckpointStore extends CheckpointPlace {
  /** Path of a checkpoint, for messages. */
  fileOf(name: string): string;
  /** Null where there is none. */
  read(name: string): Uint8Array | null;
  /** @throws {UserError} where the disk is full or the folder cannot be written. */
  write(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
}

export function createCheckpointStore({ folder, identity }: CheckpointPlace): CheckpointStore {
  const fileOf = (name: string) => join(folder, `${name}.checkpoint`);
  return {
    folder,
    identity,
    fileOf,
    read(name) {
      try {
        return readFileSync(fileOf(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write: (name, bytes) => writeAtomic(fileOf(name), bytes),
    remove: (name) => rmSync(fileOf(name), { force: true }),
  };
}
