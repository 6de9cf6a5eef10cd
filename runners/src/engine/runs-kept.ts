import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { canonicalJson, digest } from './canonical.ts';
import type { CheckpointPlace } from './checkpoint-store.ts';
import { writeAtomic } from './files.ts';
import type { PlannedRun } from './plan.ts';
import type { RunReport } from './run-process.ts';

export type DoneReport = Extract<RunReport, { kind: 'done' }>;

/** Finished runs of an unfinished experiment, so that a stopped `reproduce` goes on where it was. */
export interface KeptRuns {
  read(run: PlannedRun): DoneReport | null;
  write(run: PlannedRun, report: DoneReport): void;
  /** Where an unfinished run keeps its checkpoints. */
  checkpoints(run: PlannedRun): CheckpointPlace | null;
  clear(): void;
}

/**
 * Opens the kept runs of one key of a task; another key never sees them. To clear them clears those of all its keys: what
 * an older state of the code left unfinished would lie there for ever.
 * @param folders Where finished runs lie, and where the checkpoints of unfinished ones do.
 * @param task `<id>/<profile>`.
 */
export function createKeptRuns(folders: { runs: string; checkpoints: string }, task: string, key: string): KeptRuns {
  const homes = { runs: join(folders.runs, task, key), checkpoints: join(folders.checkpoints, task, key) };
  const nameOf = (run: PlannedRun) => digest(canonicalJson(run)).slice(0, 24);
  const fileOf = (run: PlannedRun) => join(homes.runs, `${nameOf(run)}.bin`);
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
    checkpoints: (run) => ({
      folder: join(homes.checkpoints, nameOf(run)),
      identity: digest(canonicalJson([key, run])),
    }),
    clear() {
      for (const folder of Object.values(folders)) {
        try {
          rmSync(join(folder, task), { recursive: true, force: true });
        } catch {
          // Another process still writes there, or nothing may be removed: what is kept is only ever a help.
        }
      }
    },
  };
}

/** Keeps nothing: for verification, which must not believe what it finds. */
export const keepNothing: KeptRuns = { read: () => null, write: () => {}, checkpoints: () => null, clear: () => {} };
