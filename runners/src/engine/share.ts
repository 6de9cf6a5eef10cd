import { UserError } from '../schema/index.ts';
import { collectGarbage, type GarbageOptions, type GarbageReport } from './gc.ts';
import { liveRunKeys } from './live-keys.ts';
import { openRemote } from './remote/remote.ts';
import type { Ends, NamedRun } from './remote/transfer.ts';
import { listStandings } from './reproduce.ts';
import { createRunStore } from './run-store.ts';
import { places, type Selection, type Workspace } from './workspace.ts';

/**
 * Opens the store of a root and the remote that its factory.config.yaml names.
 * @param onCorrupted Told of an entry of the store that was spoilt; it is removed.
 * @throws {UserError} where no remote is named, or it cannot be reached.
 */
export async function openEnds({ root, settings }: Workspace, onCorrupted: (file: string) => void): Promise<Ends> {
  if (!settings.remote) {
    throw new UserError('factory.config.yaml names no remote', {
      hint: 'Add `remote: { folder: /mnt/group/runs }` or `remote: { s3: { bucket: NAME } }`.',
    });
  }
  const remote = await openRemote(settings.remote, root);
  return { store: createRunStore(places.store(root), { onCorrupted }), remote };
}

/**
 * The runs of what is selected with the keys they have now. What waits for the outcome of an upstream experiment has no
 * key yet and is left out.
 */
export function namedRuns(workspace: Workspace, selection: Selection): NamedRun[] {
  const { targets, standings } = listStandings(workspace, selection);
  return [...targets].flatMap((task) => {
    const { key } = standings.get(task.name)!;
    const { id, profile } = task;
    return key ? task.runs.map((run, i) => ({ key: key.runs[i], id, profile, ...run })) : [];
  });
}

/** Removes from a root what no config and no committed result needs any more. */
export function removeGarbage(workspace: Workspace, options: Omit<GarbageOptions, 'live'>): GarbageReport {
  const { root } = workspace;
  const folders = {
    store: places.store(root),
    checkpoints: places.checkpoints(root),
    data: places.data(root),
    work: places.work(root),
    slurm: places.slurm(root),
  };
  return collectGarbage(folders, { ...options, live: liveRunKeys(workspace) });
}
