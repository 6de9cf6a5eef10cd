import { rememberClosures } from './closure-memory.ts';
import { drawAll } from './draw-all.ts';
import { recallLook, type Look } from './look.ts';
import type { ReproduceOptions } from './reproduce.ts';
import type { TaskEnd } from './run-tasks.ts';
import type { Selection, Workspace } from './workspace.ts';

/** How everything that a selection names stands, with what is upstream of it, without running anything. */
export async function listStandings(workspace: Workspace, selection: Selection): Promise<Look> {
  const look = recallLook(workspace, selection);
  if (!look) return (await import('./reproduce.ts')).listStandings(workspace, selection);
  rememberClosures(workspace, look.standings.values());
  return look;
}

/**
 * Runs everything that is not fresh, stores the outcomes and draws the figures; where everything is, nothing that only
 * running needs is loaded. An earlier good result stays untouched when a run throws or diverges.
 */
export async function reproduce(workspace: Workspace, options: ReproduceOptions): Promise<TaskEnd[]> {
  const look = options.force ? null : recallLook(workspace, options);
  if (look && [...look.standings.values()].every(({ freshness }) => freshness.status === 'fresh')) {
    return rest(workspace, look, options);
  }
  return (await import('./reproduce.ts')).reproduce(workspace, options);
}

/** Tells of tasks that are all fresh, and sees to their figures. */
function rest(
  workspace: Workspace,
  { tasks, standings }: Look,
  { backend, emit }: ReproduceOptions,
): Promise<TaskEnd[]> {
  rememberClosures(workspace, standings.values());
  const ends = tasks.map(({ id, profile, runs }): TaskEnd => {
    const same = { id, profile, status: 'fresh' as const, reason: '', seconds: 0 };
    for (const { seed, point } of runs) {
      const where = Object.keys(point).length > 0 ? { point } : {};
      emit({
        event: 'run',
        id,
        profile,
        seed,
        ...where,
        backend: backend.name,
        status: 'fresh',
        reason: '',
        seconds: 0,
      });
    }
    emit({ event: 'task-end', ...same });
    return same;
  });
  return drawAll(workspace, tasks, ends, (task) => standings.get(task.name)!.stored);
}
