import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from './canonical.ts';
import { explainChanges, type FilesOf } from './changes.ts';
import { writeAtomic } from './files.ts';
import { compareResult, type Standing } from './freshness.ts';
import { runnerCode } from './keys.ts';
import type { PlannedRun } from './plan.ts';
import { createRunStore } from './run-store.ts';
import { isStored } from './stored-runs.ts';
import { runIdentity } from './run-name.ts';
import { places, type Workspace } from './workspace.ts';
import type { Executed } from '../schema/index.ts';

/** One run of a task, how its key stands beside the recorded one, and why, line by line. */
export interface RunExplanation extends PlannedRun {
  status: 'fresh' | 'changed' | 'new';
  why: string[];
}

/** Why each run of a task is what it is. */
export function explainRuns(workspace: Workspace, { task, stored, key, freshness }: Standing): RunExplanation[] {
  const recorded = stored.provenance?.kind === 'executed' ? stored.provenance : null;
  const usable = stored.digest !== null && !stored.fault && stored.status !== 'diverged';
  if (!recorded || !key || !usable || recorded.outcome !== stored.digest) {
    const why = freshness.reason ? [freshness.reason] : [];
    const status = freshness.status === 'fresh' ? 'fresh' : stored.digest === null ? 'new' : 'changed';
    return task.runs.map((run) => ({ ...run, status, why }));
  }
  const changes = explainChanges(recorded, key.parts, task, filesIn(places.closures(workspace.root)));
  const before = new Map(recorded.runs.map((run) => [runIdentity(run), run.key]));
  const store = createRunStore(places.store(workspace.root));
  // Where the reason is not its own, what is upstream may still come out as it was.
  const waits = compareResult(task, stored, key).reason !== freshness.reason;
  return task.runs.map((run, i) => {
    const old = before.get(runIdentity(run));
    if (old === undefined)
      return { ...run, status: 'new', why: ['this seed or sweep point was not run before', ...changes] };
    if (old !== key.runs[i]) return { ...run, status: 'changed', why: changes };
    if (freshness.status === 'fresh') return { ...run, status: 'fresh', why: [] };
    if (waits) return { ...run, status: 'fresh', why: [`stays, unless this changes it: ${freshness.reason}`] };
    const kept = isStored(store, key.runs[i], recorded.backend);
    return { ...run, status: 'fresh', why: [kept ? inStore : notInStore] };
  });
}

const inStore = 'its run is in the store, and is not performed again';
const notInStore = 'its run is not in the store of this machine, and is performed again';

const fileOf = (folder: string, sources: string, kernels: string) =>
  join(folder, `${sources.slice(0, 24)}-${kernels.slice(0, 24)}.json`);

const filesIn =
  (folder: string): FilesOf =>
  (sources, kernels) => {
    try {
      return JSON.parse(readFileSync(fileOf(folder, sources, kernels), 'utf8')) as Record<string, string>;
    } catch {
      return null;
    }
  };

/** Remembers the files behind the digests of these keys, so that an edit can be named later. A help, never needed. */
export function rememberClosures({ root }: Workspace, standings: Iterable<Standing>): void {
  const folder = places.closures(root);
  const seen = new Set<string>();
  for (const { task, key } of standings) {
    if (!key || seen.has(task.config.runner)) continue;
    seen.add(task.config.runner);
    const file = fileOf(folder, key.parts.sources, key.parts.kernels);
    try {
      if (!existsSync(file)) writeAtomic(file, `${canonicalJson(runnerCode(task.config.runner).files)}\n`);
    } catch {
      // A root that may only be read is explained in fewer words.
    }
  }
}

/** What a task would take: what its last run took, else what its config expects; null where nobody knows. */
export function expectedCost({ task, stored }: Standing): { seconds: number | null; memoryMiB: number | null } {
  const last: Executed | null = stored.provenance?.kind === 'executed' ? stored.provenance : null;
  const { minutes, memoryMiB } = task.config;
  return {
    seconds: last?.seconds ?? (minutes === null ? null : minutes * 60),
    memoryMiB: last?.peakMemoryMiB || memoryMiB,
  };
}
