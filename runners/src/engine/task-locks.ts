import { join } from 'node:path';
import type { EngineEvent } from './events.ts';
import { acquireLock, type Lock } from './lock.ts';
import type { Task } from './plan.ts';
import { failure, type Finish } from './run-tasks.ts';
import { places } from './workspace.ts';

/** One process at a time runs a task and stores what it gave, on whatever backend. */
export interface TaskLocks {
  /** Waits for the lock of a task. Look again what is stored then: another process may have done the work meanwhile. */
  acquire(task: Task): Promise<void>;
  /** Why nothing may be stored for a task, or null where its lock is held. */
  lost(task: Task): Finish | null;
  release(task: Task): void;
}

export function createTaskLocks(
  root: string,
  { emit, signal }: { emit(event: EngineEvent): void; signal: AbortSignal },
): TaskLocks {
  const locks = new Map<Task, Lock>();
  return {
    async acquire(task) {
      const { id, profile } = task;
      const file = join(places.locks(root), `${id}.${profile}.lock`);
      const lock = await acquireLock(file, {
        signal,
        onWait: (owner) => emit({ event: 'waiting', id, profile, owner }),
      });
      locks.set(task, lock);
    },
    lost: (task) =>
      locks.get(task)!.held()
        ? null
        : failure('another process took over its lock meanwhile; run the same command again'),
    release(task) {
      locks.get(task)?.release();
      locks.delete(task);
    },
  };
}
