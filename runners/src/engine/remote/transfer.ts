import limit from 'p-limit';
import { UserError, type Scope } from '../../schema/index.ts';
import type { RunStore } from '../run-store.ts';
import type { Remote } from './remote.ts';

/** A run of a current config, as people call it. */
export interface NamedRun {
  key: string;
  id: string;
  profile: string;
  seed: number;
  /** Sweep point. */
  point: Scope;
}

/** What became of one measurement of one run. */
export interface TransferEvent extends NamedRun {
  event: 'transfer';
  /** File name of the measurement. */
  entry: string;
  status: 'sent' | 'fetched' | 'present' | 'refused';
  /** Why it was refused. */
  reason: string;
  /** What was sent or fetched, manifest and blobs. */
  bytes: number;
}

export interface TransferOptions {
  runs: readonly NamedRun[];
  emit(event: TransferEvent): void;
  signal?: AbortSignal;
}

/** Both ends of a transfer. */
export interface Ends {
  store: RunStore;
  remote: Remote;
}

/** Runs that are under way at one time; each waits for the network most of the time. */
const atOnce = 8;

/**
 * Handles every run, several at one time, and returns when none is under way any more; what was done stays.
 * @throws the first fault, after which no other run is begun, and a {@link UserError} when the user stops it.
 */
export async function forEachRun<T>(
  { runs, signal }: Pick<TransferOptions, 'runs' | 'signal'>,
  handle: (run: NamedRun) => Promise<T>,
): Promise<T[]> {
  const slot = limit(atOnce);
  const faults: unknown[] = [];
  const done = await Promise.all(
    runs.map((run) =>
      slot(async () => {
        if (faults.length > 0) return [];
        try {
          if (signal?.aborted) throw new UserError('stopped', { hint: 'Run the same command again to go on.' });
          return [await handle(run)];
        } catch (error) {
          faults.push(error);
          return [];
        }
      }),
    ),
  );
  if (faults.length > 0) throw faults[0];
  return done.flat() as T[];
}

/** Does a thing once for each name, however many ask for it at one time. */
export function onceEach<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}
