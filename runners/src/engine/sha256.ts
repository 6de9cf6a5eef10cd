import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes that are read at one time: 1 MiB. */
const chunkSize = 1 << 20;
/** One for all files: thousands of them would take many times the memory of everything else. */
let chunk: Buffer | null = null;

/**
 * sha256 in hexadecimal, as `digest` of canonical.ts gives it. That one is part of every key and makes an object at each
 * call, and a look at thousands of results asks for tens of thousands.
 */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data);

/** sha256 in hexadecimal of a file of any size, which is not held in memory. Throws what the file system throws. */
export function sha256OfFile(file: string): string {
  chunk ??= Buffer.allocUnsafeSlow(chunkSize);
  const sum = createHash('sha256');
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      sum.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return sum.digest('hex');
}
