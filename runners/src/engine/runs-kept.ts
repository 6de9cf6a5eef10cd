import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { canonicalJson, digest } from './canonical.ts';
import { writeAtomic } from './files.ts';
import type { PlannedRun } from './plan.ts';
import type { RunReport } from './run-process.ts';

export type DoneReport = Extract<RunReport, { kind: 'done' }>;

/** Finished runs of an unfinished experiment, so that a stopped `reproduce` goes on where it was. */
export interface KeptRuns {
  read(run: PlannedRun): DoneReport | null;
  write(run: PlannedRun, report: DoneReport): void;
  clear(): void;
}

/** Opens the kept runs of one key below `folder`; another key never sees them. */
export function createKeptRuns(folder: string, key: string): KeptRuns {
  const home = join(folder, key);
  const fileOf = (run: PlannedRun) => join(home, `${digest(canonicalJson(run)).slice(0, 24)}.bin`);
  return {
    read(run) {
      if (!existsSync(fileOf(run))) return null;
      try {
        return deserialize(readFileSync(fileOf(run))) as DoneReport;
      } catch {
        return null; // truncated: run it again
      }
    },
    write: (run, report) => writeAtomic(fileOf(run), serialize(report)),
    clear() {
      try {
        rmSync(home, { recursive: true, force: true });
      } catch {
        // Another process still writes there, or nothing may be removed: what is kept is only ever a help.
      }
    },
  };
}

/** Keeps nothing: for verification, which must not believe what it finds. */
export const keepNothing: KeptRuns = { read: () => null, write: () => {}, clear: () => {} };
