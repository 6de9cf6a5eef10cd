import type { RunBackend } from '../backends.ts';
import { computedBy, whyRefused } from '../command/command-task.ts';
import { expectedCost } from '../expected-cost.ts';
import { standings } from '../freshness.ts';
import type { Task } from '../plan.ts';
import { reasonsToRun } from '../reasons-to-run.ts';
import { openSession } from '../session.ts';
import { select, type Selection, type Workspace } from '../workspace.ts';
import type { WantedTask } from './plan-jobs.ts';

/** What a selection needs of a cluster, upstream first. */
export interface Wanted {
  /** Everything selected, with what is upstream of it. */
  tasks: Task[];
  wanted: (WantedTask & { force: boolean })[];
  /** Tasks that no run can help, by name with the reason. */
  hopeless: Map<string, string>;
}

/** What of a selection is to run on the cluster, and which of its runs. */
export function findWanted(
  workspace: Workspace,
  selection: Selection,
  { force, backend }: { force: boolean; backend: RunBackend },
): Wanted {
  const session = openSession(workspace);
  const selected = select(workspace, selection);
  const { tasks } = selected;
  const found = standings(tasks, session.inspect());
  const reasons = reasonsToRun(session, selected, found, force);
  const moving = new Set<string>();
  const hopeless = new Map<string, string>();
  const wanted = tasks.flatMap((task) => {
    const why = reasons.get(task.name);
    if (!why) return [];
    const standing = found.get(task.name)!;
    const lost = task.config.upstream.find((id) => hopeless.has(`${id}/${task.profile}`));
    const refused = whyRefused(workspace, task)?.message ?? standing.fault;
    if (task.config.runner === 'imported' || refused || lost) {
      hopeless.set(task.name, lost ? `upstream ${lost} failed` : (refused ?? standing.freshness.reason));
      return [];
    }
    // Where an upstream outcome is still to come, nobody knows the keys: its elements look themselves.
    const unknown = !standing.key || task.config.upstream.some((id) => moving.has(`${id}/${task.profile}`));
    moving.add(task.name);
    const all = task.runs.map((_, i) => i);
    const missing = (i: number) => session.runs.find(standing.key!.runs[i], computedBy(task, backend)) === null;
    const expected = expectedCost(standing);
    return {
      task,
      reason: why.reason,
      force: why.forced,
      runs: unknown || why.forced ? all : all.filter(missing),
      expectedSeconds: expected.seconds,
      expectedMemoryMiB: expected.memoryMiB,
    };
  });
  return { tasks, wanted, hopeless };
}
