import { explainChanges } from './changes.ts';
import { filesIn } from './closure-memory.ts';
import { compareResult, type Standing } from './freshness.ts';
import type { PlannedRun } from './plan.ts';
import { createRunStore } from './run-store.ts';
import { isStored } from './stored-runs.ts';
import { runIdentity } from './run-name.ts';
import { places, type Workspace } from './workspace.ts';

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
