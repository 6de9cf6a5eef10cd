import { readdirSync } from 'node:fs';
import { appearSeconds } from './watched.ts';

/** Waits for some seconds, or less where the signal comes. */
export type Pause = (seconds: number) => Promise<void>;

/**
 * Waits until something that another machine has written shows here: an NFS client may believe for a minute what it knew
 * of a folder.
 * @param folder Where it will show; to list it makes the client ask its server.
 * @returns Whether it did.
 */
export async function appears(
  folder: string,
  shows: () => boolean,
  pause: Pause,
  signal: AbortSignal,
): Promise<boolean> {
  for (let waited = 0; ; waited += 1) {
    if (shows()) return true;
    if (waited >= appearSeconds || signal.aborted) return false;
    try {
      readdirSync(folder);
    } catch {
      // It may be what is still to appear.
    }
    await pause(1);
  }
}
