import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildState } from '../evidence/types.ts';

/** What is in a root's `dist`: that of the last build that ended well. */
export interface DistRecord {
  /** Path under which its links find each other. */
  base: string;
  anonymous: boolean;
  verification: BuildState['verification'];
}

const fileOf = (root: string): string => join(root, '.factory', 'state', 'dist.json');

/** Kept beside the pages, which are published. */
export function writeDistRecord(root: string, record: DistRecord): void {
  const file = fileOf(root);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(temporary, file);
}

/** What is in `dist`, or null where this root's last build is not known. */
export function readDistRecord(root: string): DistRecord | null {
  try {
    return JSON.parse(readFileSync(fileOf(root), 'utf8')) as DistRecord;
  } catch {
    return null; // none yet, or cut short: whoever asks goes by the config
  }
}
