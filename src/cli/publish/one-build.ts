import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import type { Terminal } from '../command.ts';
import { sweepWork } from './sweep-work.ts';

/** Refuses to go on where another machine took the root's one build over. */
export type StillAlone = () => void;

/**
 * Does one build at a time for a root: its folder of pages, its program and the memory of its pages are of one build.
 * Another one waits, and says for whom.
 * @throws {UserError} where the lock cannot be made, or waiting is stopped.
 */
export async function buildAlone<T>(
  root: string,
  { err, signal }: Pick<Terminal, 'err' | 'signal'>,
  build: (stillAlone: StillAlone) => Promise<T>,
): Promise<T> {
  const { acquireLock } = await import('@paper-factory/runners/engine');
  const lock = await acquireLock(join(root, '.factory', 'locks', 'build.lock'), {
    signal,
    onWait: (owner) => err(`Waiting for another build of this root${owner ? ` (process ${owner.pid})` : ''} …\n`),
  }).catch((error: unknown) => {
    throw signal.aborted ? new UserError('stopped; nothing was built') : error;
  });
  try {
    sweepWork(root);
    return await build(() => {
      if (lock.held()) return;
      throw new UserError('the site was not built: another build of this root took over meanwhile', {
        hint: 'Run the same command again when that one has ended; dist/ is as it was.',
      });
    });
  } finally {
    lock.release();
  }
}
