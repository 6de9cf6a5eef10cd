import type { KeyParts } from '../schema/index.ts';
import { changedParts, keyOf, keyParts } from './keys.ts';
import type { Task } from './plan.ts';
import type { ResultStore, StoredResult } from './store.ts';

export interface Freshness {
  status: 'fresh' | 'stale' | 'missing';
  /** Why, in words; empty when fresh. */
  reason: string;
}

const missing = (reason: string): Freshness => ({ status: 'missing', reason });
const stale = (reason: string): Freshness => ({ status: 'stale', reason });

/** Compares a stored result with the key it would have now. A comparison of hashes, never of times. */
export function compareResult(stored: StoredResult, now: KeyParts): Freshness {
  if (stored.digest === null) return missing('it has no result yet');
  if (stored.fault) return stale(`its result cannot be read (${stored.fault})`);
  if (!stored.provenance) return stale('its provenance is missing');
  if (stored.provenance.outcome !== stored.digest) return stale('its outcome was edited after the run');
  if (stored.outcome?.status === 'diverged') return stale('its last run diverged');
  if (stored.provenance.key === keyOf(now)) return { status: 'fresh', reason: '' };
  return stale(changedParts(stored.provenance.parts, now) || 'its key changed');
}

/** Key parts of a task from the outcomes that lie in the store, or null where an upstream outcome is missing. */
export function currentParts(task: Task, store: ResultStore): KeyParts | null {
  const upstream: Record<string, string> = {};
  for (const id of task.config.upstream) {
    const { digest } = store.read(id, task.profile);
    if (digest === null) return null;
    upstream[id] = digest;
  }
  return keyParts(task, upstream);
}

/** Freshness of every task (upstream first); what rests on a stale or missing result is itself stale. */
export function freshnessOf(tasks: Task[], store: ResultStore): Map<string, Freshness> {
  const result = new Map<string, Freshness>();
  for (const task of tasks) {
    const stored = store.read(task.id, task.profile);
    const parts = currentParts(task, store);
    const waiting = task.config.upstream.find((id) => result.get(`${id}/${task.profile}`)?.status !== 'fresh');
    if (stored.digest === null) result.set(task.name, missing('it has no result yet'));
    else if (waiting || !parts) {
      result.set(
        task.name,
        stale(`upstream ${waiting} is ${result.get(`${waiting}/${task.profile}`)?.status ?? 'missing'}`),
      );
    } else result.set(task.name, compareResult(stored, parts));
  }
  return result;
}
