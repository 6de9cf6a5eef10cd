import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, digest } from './canonical.ts';
import type { CheckpointPlace } from './checkpoint-store.ts';
import type { Key } from './freshness.ts';
import type { Effects } from './effects.ts';
import { originHere, type Origin } from './machine.ts';
import { entriesOf } from './object-store.ts';
import type { PlannedRun, Task } from './plan.ts';
import type { RunReport } from './run-process.ts';
import type { RunStore } from './run-store.ts';
import { removeEmpty } from './store-files.ts';
import type { Job } from './worker.ts';
import type { Executed } from '../schema/index.ts';

/** A finished run; its artefacts are paths as it comes from its process, and digests once it is kept. */
export type DoneReport = Extract<RunReport, { kind: 'done' }>;

/** A finished run that is kept: it may have been executed at another time, and on another machine. */
export interface KeptReport extends DoneReport {
  origin: Origin;
}

/** Where a run may write while it lasts. */
export interface RunPlace extends Pick<Job, 'checkpoints' | 'artefacts'> {
  /** Removes what only the run itself needed. */
  clear(): void;
}

/** Finished runs of a task, so that a stopped `reproduce` goes on where it was, and places for unfinished ones. */
export interface KeptRuns {
  read(run: PlannedRun): KeptReport | null;
  write(run: PlannedRun, report: DoneReport): Promise<KeptReport>;
  place(run: PlannedRun): RunPlace;
  /** The task ended well: what unfinished runs of it left on this backend, whatever their keys, is of no use any more. */
  finished(): void;
}

/** What the runs of a task are kept by. */
export interface Keeping {
  task: Task;
  key: Key;
  backend: Executed['backend'];
  /** What its programs run with, on this machine; asked once something was run. */
  environment(): Promise<Origin['environment']>;
  store: RunStore;
  effects: Effects;
  /** Folder of all checkpoints. */
  checkpoints: string;
  /** Folder for what lives as long as one run. */
  work: string;
  /** Believe what is kept already; else it is only added to. */
  reuse: boolean;
  /** Digests of the results to believe, by run key, where it is not the first that was measured. */
  measured?: ReadonlyMap<string, string>;
  /** Keep what is measured; where not, only the files that it left, for those that read them. */
  keep: boolean;
}

export function createKeptRuns({
  task,
  key,
  backend,
  environment,
  store,
  effects,
  checkpoints,
  work,
  reuse,
  measured,
  keep,
}: Keeping): KeptRuns {
  const home = join(checkpoints, task.id, task.profile);
  const keys = new Map(task.runs.map((run, i) => [run, key.runs[i]]));
  const keyOf = (run: PlannedRun) => keys.get(run)!;
  const placeOf = (run: PlannedRun): CheckpointPlace => {
    // Another backend goes another way from the same key.
    const identity = digest(canonicalJson([keyOf(run), backend.name]));
    return { folder: join(home, keyOf(run), backend.name), identity };
  };
  const remove = (folder: string): void => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another process still writes there, or nothing may be removed: `gc` will find it.
    }
  };
  return {
    read(run) {
      const found = reuse ? store.find(keyOf(run), backend, measured?.get(keyOf(run))) : null;
      if (!found) return null;
      const { seconds, cpuSeconds, peakMemoryMiB, artefacts } = found.manifest;
      const { date, machine, node, platform, environment: ranWith = null } = found.manifest;
      const origin = { date, machine, node, platform, environment: ranWith };
      return { kind: 'done', result: found.result, seconds, cpuSeconds, peakMemoryMiB, artefacts, origin };
    },
    async write(run, report) {
      const artefacts: Record<string, string> = {};
      for (const [name, file] of Object.entries(report.artefacts)) artefacts[name] = await store.objects.putFile(file);
      const origin = originHere(effects.now(), keep ? await environment() : null);
      const kept = { ...report, artefacts, origin };
      if (!keep) return kept;
      const { seconds, cpuSeconds, peakMemoryMiB } = report;
      const { id, profile } = task;
      const measured = { key: keyOf(run), id, profile, ...run, backend, ...origin };
      store.write({ ...measured, seconds, cpuSeconds, peakMemoryMiB }, report.result, artefacts);
      return kept;
    },
    place(run) {
      const folder = join(work, randomUUID());
      if (!reuse) remove(placeOf(run).folder);
      return {
        checkpoints: placeOf(run),
        artefacts: { names: task.config.artefacts, folder },
        clear: () => remove(folder),
      };
    },
    finished() {
      for (const one of entriesOf(home)) {
        remove(join(home, one, backend.name));
        removeEmpty(join(home, one));
      }
      removeEmpty(home);
    },
  };
}
