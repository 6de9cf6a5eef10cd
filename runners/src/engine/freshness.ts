import { changedParts, changedRuns, sayChanges } from './changes.ts';
import { createDataDigests } from './data-digests.ts';
import { keyParts, runKeys, runnerCode, taskKey, upstreamDigest, type RunnerCode } from './keys.ts';
import { isOwnRunner } from './modules.ts';
import type { Task } from './plan.ts';
import { UserError } from '../schema/user-error.ts';
import type { StoredResult } from './stored-result.ts';
import { tell } from './tell.ts';
import type { KeyParts, ProfileName, ResolvedConfig } from '../schema/index.ts';

export interface Freshness {
  status: 'fresh' | 'stale' | 'missing';
  /** Why, in words; empty when fresh. */
  reason: string;
}

/** The key that a task has now. */
export interface Key {
  parts: KeyParts;
  /** One for each run of the task, in their order. */
  runs: string[];
  /** Of all runs together. */
  task: string;
}

/** A task, what is stored for it, and the key it has now; null where an upstream outcome is missing, or for a fault. */
export interface Standing {
  task: Task;
  stored: StoredResult;
  key: Key | null;
  freshness: Freshness;
  /** What is wrong with the module or the data of the root that it runs, so that there is no key. */
  fault?: string;
}

const missing = (reason: string): Freshness => ({ status: 'missing', reason });
const stale = (reason: string): Freshness => ({ status: 'stale', reason });
const fresh: Freshness = { status: 'fresh', reason: '' };

/** Compares a stored result with the key it would have now. A comparison of hashes, never of times. */
export function compareResult(task: Task, stored: StoredResult, now: Key): Freshness {
  if (stored.key === now.task && stored.status !== 'diverged') return fresh;
  if (stored.digest === null) return missing('it has no result yet');
  if (stored.fault) return stale(`its result cannot be read (${stored.fault})`);
  if (!stored.provenance) return stale('its provenance is missing');
  if (stored.provenance.outcome !== stored.digest) return stale('its outcome was edited after the run');
  if (stored.provenance.kind !== 'executed')
    return stale(`its result was imported from ${stored.provenance.source.tracker}`);
  if (stored.status === 'diverged') return stale('its last run diverged');
  const { parts, runs } = stored.provenance;
  return stale(sayChanges(changedParts(parts, now.parts)) || changedRuns(runs, task.runs) || 'its key changed');
}

/** What was imported stands as long as its bytes do: nothing here can make it anew. */
function compareImported(stored: StoredResult): Freshness {
  if (stored.digest === null) return missing('its imported result is missing: import the run again');
  if (stored.fault) return stale(`its result cannot be read (${stored.fault})`);
  if (stored.provenance?.kind !== 'imported') return stale('its provenance is missing or of another kind');
  return stored.provenance.outcome === stored.digest ? fresh : stale('its outcome was edited after the import');
}

/** Tells how tasks stand, remembering what many of them share: the code of a runner, the digest of an upstream result. */
export interface Inspector {
  standing(task: Task): Standing;
}

/**
 * Opens a look at the root as it is at this moment; open another one to see changes.
 * @param configOf The config of an upstream experiment at a profile.
 * @param codes Code of runners that was read before. One command goes by the code that it began with: a run in a process
 *   that finds another one is refused.
 */
export function createInspector(
  root: string,
  store: { read(id: string, profile: string): StoredResult },
  configOf: (id: string, profile: ProfileName) => ResolvedConfig | null,
  codes = new Map<string, RunnerCode>(),
): Inspector {
  const dataDigests = createDataDigests(root);
  const codeOf = (runner: string): RunnerCode => {
    const known = codes.get(runner) ?? runnerCode(runner, root);
    codes.set(runner, known);
    return known;
  };
  const results = new Map<string, StoredResult>();
  const resultOf = (id: string, profile: ProfileName): StoredResult => {
    const name = `${id}/${profile}`;
    const known = results.get(name) ?? store.read(id, profile);
    results.set(name, known);
    return known;
  };
  const digests = new Map<string, string | null>();
  const digestOf = (id: string, profile: ProfileName): string | null => {
    const name = `${id}/${profile}`;
    const known = digests.get(name);
    if (known !== undefined) return known;
    const { digest, provenance } = resultOf(id, profile);
    const config = configOf(id, profile);
    const artefacts =
      config?.artefacts.length && provenance?.kind === 'executed'
        ? provenance.runs.map((run) => run.artefacts ?? {})
        : [];
    const found = digest === null || !config ? null : upstreamDigest(config.params, digest, artefacts);
    digests.set(name, found);
    return found;
  };
  const keyOf = (task: Task): Key | null => {
    const upstream: Record<string, string> = {};
    for (const id of task.config.upstream) {
      const digest = digestOf(id, task.profile);
      if (digest === null) return null;
      upstream[id] = digest;
    }
    const parts = keyParts(task, upstream, codeOf(task.config.runner), dataDigests);
    const runs = runKeys(parts, task.runs);
    return { parts, runs, task: taskKey(runs) };
  };
  return {
    standing(task) {
      const stored = resultOf(task.id, task.profile);
      if (task.config.runner === 'imported') return { task, stored, key: null, freshness: compareImported(stored) };
      let key: Key | null;
      try {
        key = keyOf(task);
      } catch (error) {
        // A fault in a module of the root is that of its experiment; one in the tool ends the command.
        if (!isOwnRunner(task.config.runner) || !(error instanceof UserError)) throw error;
        const fault = tell(error);
        return { task, stored, key: null, freshness: stored.digest === null ? missing(fault) : stale(fault), fault };
      }
      if (key) return { task, stored, key, freshness: compareResult(task, stored, key) };
      const waits = task.config.upstream.find((id) => digestOf(id, task.profile) === null);
      const reason = `upstream ${waits} is missing`;
      return { task, stored, key, freshness: stored.digest === null ? missing('it has no result yet') : stale(reason) };
    },
  };
}

/** How every task stands (upstream first); what rests on a stale or missing result is itself stale. */
export function standings(tasks: readonly Task[], inspector: Inspector): Map<string, Standing> {
  const result = new Map<string, Standing>();
  for (const task of tasks) {
    const standing = inspector.standing(task);
    const waits = task.config.upstream.find(
      (id) => (result.get(`${id}/${task.profile}`)?.freshness.status ?? 'fresh') !== 'fresh',
    );
    if (waits === undefined || standing.freshness.status === 'missing') result.set(task.name, standing);
    else {
      const { status } = result.get(`${waits}/${task.profile}`)!.freshness;
      result.set(task.name, { ...standing, freshness: stale(`upstream ${waits} is ${status}`) });
    }
  }
  return result;
}
