import type { RunBackend } from '../backends.ts';
import { computedBy, whyRefused } from '../command/command-task.ts';
import { expectedCost } from '../expected-cost.ts';
import { standings } from '../freshness.ts';
import type { Task } from '../plan.ts';
import { openSession, tasksForArtefacts } from '../session.ts';
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
  const { tasks, targets } = select(workspace, selection);
  const found = standings(tasks, session.inspect());
  const forced = (task: Task) => force && targets.has(task);
  const stale = (task: Task) => forced(task) || found.get(task.name)!.freshness.status !== 'fresh';
  const needed = tasksForArtefacts(session, tasks, stale);
  const moving = new Set<string>();
  const hopeless = new Map<string, string>();
  const wanted = tasks.flatMap((task) => {
    if (!stale(task) && !needed.has(task.name)) return [];
    const standing = found.get(task.name)!;
    const { reason } = standing.freshness;
    const lost = task.config.upstream.find((id) => hopeless.has(`${id}/${task.profile}`));
    const refused = whyRefused(workspace, task)?.message;
    if (task.config.runner === 'imported' || refused || lost) {
      hopeless.set(task.name, lost ? `upstream ${lost} failed` : (refused ?? reason));
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
      reason: needed.get(task.name) ?? (reason || 'forced'),
      force: forced(task),
      runs: unknown || forced(task) ? all : all.filter(missing),
      expectedSeconds: expected.seconds,
      expectedMemoryMiB: expected.memoryMiB,
    };
  });
  return { tasks, wanted, hopeless };
}
