import { createFigureDrawer } from './draw.ts';
import type { Task } from './plan.ts';
import type { TaskEnd } from './run-tasks.ts';
import { tell } from './tell.ts';
import type { StoredResult } from './stored-result.ts';
import { places, type Workspace } from './workspace.ts';

/**
 * Draws what changed. One after another: Vega counts its definitions in one place for all figures.
 * @param ends How the tasks ended, in their order.
 */
export async function drawAll(
  { root, settings }: Workspace,
  tasks: readonly Task[],
  ends: readonly TaskEnd[],
  resultOf: (task: Task) => StoredResult,
): Promise<TaskEnd[]> {
  const drawer = createFigureDrawer(root, places.drawn(root), places.figures(root));
  const drawn: TaskEnd[] = [];
  for (const [i, task] of tasks.entries()) {
    let end = ends[i];
    try {
      // Figures of other profiles are made to see that they can be, and shown nowhere.
      if (task.profile === settings.profile) await drawer.draw(task, resultOf(task));
      else if (end.status === 'ran') await drawer.attempt(task, resultOf(task).outcome);
    } catch (error) {
      if (end.status !== 'failed')
        end = { ...end, status: 'failed', reason: `a figure could not be drawn: ${tell(error)}` };
    }
    drawn.push(end);
  }
  drawer.close();
  return drawn;
}
