import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createLock, guardOf, readLock, removeLock, touchLock, type FoundLock } from './lock-file.ts';
import {
  hasEnded,
  identifyProcess,
  lookUpProcess,
  type ProcessIdentity,
  type ProcessState,
} from './process-identity.ts';

/** A holder touches its lock file so often. */
export const beatMilliseconds = 5_000;
/**
 * A holder of another machine that did not touch its lock file for so long is taken for dead. Twelve beats: the event
 * loop of a holder may be busy for most of a minute, and a server may be away for as long.
 */
export const silenceMilliseconds = 60_000;
/** Pauses between two looks at a lock that another one holds: the first and the longest. */
const pauses = { first: 20, longest: 1_000 };

const ownerSchema = z.object({
  host: z.string(),
  machine: z.string().nullable(),
  pid: z.int().positive(),
  start: z.string().nullable(),
  /** Unique to one holding of one lock. */
  token: z.string(),
  command: z.string(),
  /** By the holder's clock, for people only. */
  since: z.string(),
});

/** Who holds a lock, as the lock file tells it. */
export type LockOwner = z.infer<typeof ownerSchema>;

export interface Lock {
  owner: LockOwner;
  /**
   * Tells whether the lock is still this one's, and keeps it: ask before anything is stored. A machine that slept, or lost
   * the shared folder, may find that another one has taken it over.
   */
  held(): boolean;
  /** Gives the lock back. What has been taken over is left alone. */
  release(): void;
}

/** What a lock takes from the world. */
export interface LockEffects {
  self: ProcessIdentity;
  lookUp(pid: number): ProcessState;
  /** Milliseconds of a clock that nobody can set. */
  monotonic(): number;
  now(): Date;
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface LockOptions {
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** Called once when another process holds the lock; null where its file cannot be understood. */
  onWait?(owner: LockOwner | null): void;
  effects?: LockEffects;
}

const realEffects = (): LockEffects => ({
  self: identifyProcess(),
  lookUp: lookUpProcess,
  monotonic: () => performance.now(),
  now: () => new Date(),
  pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
});

const heldHere = new Set<Lock>();

/**
 * Waits for an advisory lock that holds among the processes of one machine and of several on a shared folder, NFS included.
 * The file is made by `link`, which is atomic everywhere, with its owner already in it. A holder that has ended is
 * followed at once where that can be seen, and on another machine when its file has not been touched for
 * {@link silenceMilliseconds} of this process's own watching: no two clocks are ever compared.
 * @throws {UserError} where the folder cannot be written, and an `AbortError` when the signal says so.
 */
export async function acquireLock(file: string, options: LockOptions = {}): Promise<Lock> {
  const { signal, onWait, effects = realEffects() } = options;
  const owner: LockOwner = {
    ...effects.self,
    token: randomUUID(),
    command: process.argv.slice(2).join(' '),
    since: effects.now().toISOString(),
  };
  const text = `${JSON.stringify(owner)}\n`;
  const watch = createWatch(text, effects);
  let told = false;
  for (let milliseconds = pauses.first; ; milliseconds = Math.min(milliseconds * 1.5, pauses.longest)) {
    signal?.throwIfAborted();
    const found = readLock(file);
    if (found === null) {
      if (createLock(file, text)) return hold(file, text, owner, effects);
    } else if (watch.removeStale(file)) {
      milliseconds = pauses.first;
      continue;
    } else if (!told) {
      told = true;
      onWait?.(parseOwner(found.text));
    }
    await effects.pause(milliseconds, signal);
  }
}

function hold(file: string, text: string, owner: LockOwner, effects: LockEffects): Lock {
  let released = false;
  const lock: Lock = {
    owner,
    held() {
      if (released || readLock(file)?.text !== text) return false;
      touchLock(file, effects.now());
      return true;
    },
    release() {
      if (released) return;
      released = true;
      clearInterval(beat);
      heldHere.delete(lock);
      if (heldHere.size === 0) process.off('exit', releaseAll);
      try {
        removeLock(file, text, text);
      } catch {
        removeInNeed(file, text);
      }
    },
  };
  const beat = setInterval(() => {
    try {
      lock.held();
    } catch {
      // The folder may come back; whoever stores something asks again.
    }
  }, beatMilliseconds);
  beat.unref();
  if (heldHere.size === 0) process.on('exit', releaseAll);
  heldHere.add(lock);
  return lock;
}

/** On a full disk nothing can be made, a guard neither, but something be removed. */
function removeInNeed(file: string, text: string): void {
  try {
    if (readLock(file)?.text === text) rmSync(file);
  } catch {
    // Whoever comes next sees that this process has ended.
  }
}

function releaseAll(): void {
  for (const lock of heldHere) lock.release();
}

function parseOwner(text: string): LockOwner | null {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Follows the lock files that one waiting process meets. */
function createWatch(by: string, { self, lookUp, monotonic }: LockEffects) {
  const sightings = new Map<string, FoundLock & { at: number; silence: number }>();

  const isStale = (file: string): boolean => {
    const found = readLock(file);
    if (found === null) return false;
    const at = monotonic();
    const before = sightings.get(file);
    const moved = before?.text !== found.text || before.modified !== found.modified;
    // Only what this process was awake for counts: after a sleep of both machines the holder must get its turn first.
    const silence = moved ? 0 : before.silence + Math.min(at - before.at, 2 * pauses.longest);
    sightings.set(file, { ...found, at, silence });
    const owner = parseOwner(found.text);
    return (owner && hasEnded(owner, self, lookUp)) ?? silence >= silenceMilliseconds;
  };

  /** @returns Whether it was stale and is gone. */
  const removeStale = (file: string): boolean => {
    if (!isStale(file)) return false;
    const { text } = sightings.get(file)!;
    const guard = guardOf(file, text);
    // Whoever made a guard may have been killed as well.
    return readLock(guard) ? removeStale(guard) : removeLock(file, text, by, () => isStale(file));
  };

  return { removeStale };
}
