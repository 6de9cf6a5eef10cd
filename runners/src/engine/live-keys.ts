import { standings } from './freshness.ts';
import { openSession } from './session.ts';
import { select, type Workspace } from './workspace.ts';
import type { ProfileName } from '../schema/index.ts';

const profiles: ProfileName[] = ['smoke', 'default', 'full'];

/** Keys of all runs that a root may still need: those its configs have now, and those of its committed results. */
export function liveRunKeys(workspace: Workspace): Set<string> {
  const { tasks } = select(workspace, { profiles });
  const found = standings(tasks, openSession(workspace).inspect());
  return new Set(
    [...found.values()].flatMap(({ key, stored }) => [
      ...(key?.runs ?? []),
      ...(stored.provenance?.kind === 'executed' ? stored.provenance.runs.map((run) => run.key) : []),
    ]),
  );
}
