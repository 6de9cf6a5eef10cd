import type { Standing } from './freshness.ts';
import type { Task } from './plan.ts';
import { tasksForArtefacts, type Session } from './session.ts';
import type { Selected } from './workspace.ts';

/** Why a task is to run. */
export interface ReasonToRun {
  /** In words. */
  reason: string;
  /** It was asked for however it stands. */
  forced: boolean;
  /** Files that it left are not in the store, and one that runs reads them. */
  forArtefacts: boolean;
  /** It is not fresh, or forced: its outcome may come out otherwise. */
  moves: boolean;
}

/** The tasks of a selection that are to run, by name, upstream first. */
export function reasonsToRun(
  session: Session,
  { tasks, targets }: Selected,
  standings: ReadonlyMap<string, Standing>,
  force: boolean,
): Map<string, ReasonToRun> {
  const isForced = (task: Task) => force && targets.has(task);
  const own = (task: Task) => standings.get(task.name)!.freshness.reason || (isForced(task) ? 'forced' : '');
  const lost = tasksForArtefacts(session, tasks, (task) => own(task) !== '');
  const reasons = tasks.map((task): [string, ReasonToRun] => {
    const [forced, forArtefacts, moves] = [isForced(task), lost.has(task.name), own(task) !== ''];
    return [task.name, { reason: lost.get(task.name) ?? own(task), forced, forArtefacts, moves }];
  });
  return new Map(reasons.filter(([, { forArtefacts, moves }]) => forArtefacts || moves));
}
