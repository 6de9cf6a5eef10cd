import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * What was made of texts, by kind and by the sha256 of the text. It only saves time: what is recalled is what would be
 * made again, and what cannot be kept is made every time.
 */
export interface Memory {
  /** undefined where nothing is kept. Callers share the value and must not change it. */
  recall(kind: string, key: string): unknown;
  /** What JSON cannot hold, such as -0, is not kept. */
  keep(kind: string, key: string, value: unknown): void;
  /** Writes down what was asked for and what is new since it was opened, where anything is new. */
  save(): void;
}

type Kept = Record<string, Record<string, unknown>>;

export const sha256 = (data: Uint8Array | string): string => hash('sha256', data);

/** Keeps nothing. */
export const noMemory: Memory = { recall: () => undefined, keep: () => {}, save: () => {} };

/** The first line binds the rest to its maker, and shows a file that was cut short or edited. */
function read(file: string, maker: string): Kept {
  try {
    const text = fs.readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return text.slice(0, end) === sha256(maker + body) ? (JSON.parse(body) as Kept) : {};
  } catch {
    return {}; // none yet, or somebody else's
  }
}

function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // there is nothing to remove
  }
}

function write(file: string, maker: string, kept: Kept): void {
  const body = JSON.stringify(kept);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(temporary, `${sha256(maker + body)}\n${body}`);
    fs.renameSync(temporary, file);
  } catch {
    remove(temporary); // a full disk or a folder that is not ours: no error
  }
}

/**
 * Opens the memory in a file.
 * @param maker Stands for all that decides, besides a text, what is made of it: another maker finds nothing.
 */
export function openMemory(file: string, maker: string): Memory {
  const known = read(file, maker);
  const used: Kept = {};
  let isNew = false;
  const put = (kind: string, key: string, value: unknown): void => {
    (used[kind] ??= {})[key] = value;
  };

  return {
    recall(kind, key) {
      const value = known[kind]?.[key];
      if (value !== undefined) put(kind, key, value);
      return value;
    },
    keep(kind, key, value) {
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)) return;
      (known[kind] ??= {})[key] = value;
      put(kind, key, value);
      isNew = true;
    },
    save() {
      if (isNew) write(file, maker, used);
      isNew = false;
    },
  };
}
