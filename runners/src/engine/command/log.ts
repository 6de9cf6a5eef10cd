import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a program printed: a file of bounded size that keeps the beginning and the end, and the end for messages. */
export interface ProgramLog {
  write(chunk: Buffer): void;
  /** The last lines, for a message; empty where nothing was printed. */
  tail(): string;
  close(): void;
}

const limits = { head: 16 << 20, tail: 256 << 10 };
const messageLines = 20;
const messageCharacters = 2000;

/** @param file Absolute; an older one is replaced. */
export function createLog(file: string, { head, tail: kept } = limits): ProgramLog {
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  let written = 0;
  let skipped = 0;
  let broken = false;
  let end = Buffer.alloc(0);

  // A full disk must not end a run that may have hours behind it; its results will meet the same fault and name it.
  const append = (bytes: Buffer | string) => {
    if (broken) return;
    try {
      writeSync(handle, bytes as string);
    } catch {
      broken = true;
    }
  };

  return {
    write(chunk) {
      const room = Math.max(0, head - written);
      if (room > 0) append(chunk.subarray(0, room));
      written += Math.min(room, chunk.length);
      skipped += Math.max(0, chunk.length - room);
      end = Buffer.concat([end, chunk]).subarray(-kept);
    },
    tail() {
      const lines = end
        .toString('utf8')
        .trimEnd()
        .split(/\r?\n|\r/);
      return lines.slice(-messageLines).join('\n').slice(-messageCharacters);
    },
    close() {
      const rest = end.subarray(-Math.min(skipped, end.length));
      if (skipped > rest.length) append(`\n[${skipped - rest.length} bytes left out]\n`);
      if (skipped > 0) append(rest);
      closeSync(handle);
    },
  };
}
