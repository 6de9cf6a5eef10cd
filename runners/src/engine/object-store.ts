import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { digest as digestOf } from './canonical.ts';
import { couldNotWrite } from './files.ts';
import { sha256OfFile } from './sha256.ts';
import { couldNotRead, isMissing, moveInto, readFromStore } from './store-files.ts';
import { removeQuietly, temporaryFile, writeIntoStore } from './store-files.ts';

/** Bytes that came are not those that were asked for. */
export class DigestMismatch extends Error {
  override name = 'DigestMismatch';
}

/**
 * Blobs that are named by the sha256 of their bytes, in hexadecimal, so that equal bytes lie there once and no reader can
 * be given other bytes than it asks for.
 */
export interface ObjectStore {
  /** Keeps bytes. @returns their digest. @throws {UserError} where the disk is full or the folder cannot be written. */
  put(bytes: Uint8Array): string;
  /** Keeps a copy of a file of any size. @returns its digest. */
  putFile(file: string): Promise<string>;
  /**
   * Keeps bytes of which only the digest is known.
   * @throws {DigestMismatch} where they are others; nothing is kept then.
   */
  putStream(bytes: AsyncIterable<Uint8Array>, digest: string): Promise<void>;
  /** Null where it is missing, or was spoilt and is now removed. */
  get(digest: string): Uint8Array | null;
  /** Whether the blob is there with the right bytes, which are read but not held in memory; a spoilt one is removed. */
  check(digest: string): boolean;
  /** Whether there is such a blob, without a look at its bytes. */
  has(digest: string): boolean;
  /** Like `has`, and keeps the blob from `gc` for the hour in which what refers to it is written. */
  touch(digest: string): boolean;
  /** Where the blob lies, for programs that read files. */
  path(digest: string): string;
  /** Every blob, in no order. */
  list(): Generator<string>;
  remove(digest: string): void;
}

export interface ObjectStoreEffects {
  /** Told of a blob whose bytes were spoilt; it is removed and counts as missing. */
  onCorrupted?(digest: string, file: string): void;
}

export const digestPattern = /^[0-9a-f]{64}$/;

/** @param folder The store, e.g. `.factory/store`; blobs lie in `objects/<2 digits>/<62 digits>` below it. */
export function createObjectStore(folder: string, effects: ObjectStoreEffects = {}): ObjectStore {
  const home = join(folder, 'objects');
  const path = (digest: string): string => {
    if (!digestPattern.test(digest)) throw new Error(`"${digest}" is no digest`);
    return join(home, digest.slice(0, 2), digest.slice(2));
  };

  const discard = (digest: string): void => {
    effects.onCorrupted?.(digest, path(digest));
    removeQuietly(path(digest));
  };

  const touch = (digest: string): boolean => {
    const file = path(digest);
    try {
      const now = new Date();
      utimesSync(file, now, now);
      return true;
    } catch (error) {
      // Where nothing may be written, `gc` can remove nothing either.
      return !isMissing(error) && has(digest);
    }
  };

  const has = (digest: string): boolean => statSync(path(digest), { throwIfNoEntry: false })?.isFile() ?? false;

  return {
    path,
    has,
    touch,
    put(bytes) {
      const digest = digestOf(bytes);
      // The size shows what a power cut may have left of an earlier write; `get` finds everything else.
      const size = statSync(path(digest), { throwIfNoEntry: false })?.size;
      if (size !== bytes.byteLength || !touch(digest)) writeIntoStore(folder, path(digest), bytes);
      return digest;
    },
    async putFile(file) {
      const hash = createHash('sha256');
      try {
        for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
      } catch (error) {
        throw couldNotRead(file, error);
      }
      const digest = hash.digest('hex');
      if (!touch(digest)) await this.putStream(readLater(file), digest);
      return digest;
    },
    async putStream(bytes, digest) {
      const hash = createHash('sha256');
      let sourceFault: unknown;
      const hashed = async function* (source: AsyncIterable<Uint8Array>) {
        try {
          for await (const chunk of source) {
            hash.update(chunk);
            yield chunk;
          }
        } catch (error) {
          sourceFault = error;
          throw error;
        }
      };
      let temporary: string | null = null;
      try {
        temporary = temporaryFile(folder);
        // Opened before: a stream that breaks off at once would be gone before its file is there to be removed.
        const file = await open(temporary, 'wx');
        await pipeline(bytes, hashed, file.createWriteStream());
        const found = hash.digest('hex');
        if (found !== digest) throw new DigestMismatch(`its bytes have the digest ${found}`);
        moveInto(temporary, path(digest));
      } catch (error) {
        if (temporary !== null) removeQuietly(temporary);
        if (error === sourceFault || error instanceof DigestMismatch) throw error;
        throw couldNotWrite(path(digest), error);
      }
    },
    get(digest) {
      const bytes = readFromStore(path(digest));
      if (bytes === null || digestOf(bytes) === digest) return bytes;
      discard(digest);
      return null;
    },
    check(digest) {
      const found = digestOfFile(path(digest));
      if (found !== null && found !== digest) discard(digest);
      return found === digest;
    },
    *list() {
      for (const shard of entriesOf(home)) {
        if (/^[0-9a-f]{2}$/.test(shard)) {
          for (const rest of entriesOf(join(home, shard))) {
            if (digestPattern.test(shard + rest)) yield shard + rest;
          }
        }
      }
    },
    remove: (digest) => rmSync(path(digest), { force: true }),
  };
}

/** Opens the file only when it is read. */
async function* readLater(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file);
}

/** Names in a folder; none where there is no folder. */
export function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return [];
    throw couldNotRead(folder, error);
  }
}

/** sha256 of a file of any size, or null where there is none. */
function digestOfFile(file: string): string | null {
  try {
    return sha256OfFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw couldNotRead(file, error);
  }
}
