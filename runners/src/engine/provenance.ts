import { execFileSync } from 'node:child_process';
import type { KeyParts, Outcome, Provenance } from '../schema/index.ts';
import { digest, significant } from './canonical.ts';
import { keyOf } from './keys.ts';
import type { TaskCost } from './run-tasks.ts';
import { outcomeBytes } from './store.ts';

/** What provenance takes from the world; arguments so that tests need no clock and no git. */
export interface ProvenanceEffects {
  now(): Date;
  git(root: string): Provenance['git'];
}

function gitState(root: string): Provenance['git'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return { commit: git('rev-parse', 'HEAD'), clean: git('status', '--porcelain', '--', ':!assets') === '' };
  } catch {
    return null; // no git, or no repository: not an error
  }
}

// The date of a run is provenance, which is never compared.
export const realEffects: ProvenanceEffects = { now: () => new Date(), git: gitState };

/** Describes a finished task. */
export function describeProvenance(
  root: string,
  outcome: Outcome,
  parts: KeyParts,
  backend: Provenance['backend'],
  cost: TaskCost,
  effects: ProvenanceEffects = realEffects,
): Provenance {
  return {
    schemaVersion: 1,
    id: outcome.id,
    profile: outcome.profile,
    key: keyOf(parts),
    parts,
    outcome: digest(outcomeBytes(outcome)),
    backend,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    seconds: significant(cost.seconds, 3),
    cpuSeconds: significant(cost.cpuSeconds, 3),
    peakMemoryMiB: Math.round(cost.peakMemoryMiB),
    date: effects.now().toISOString(),
    git: effects.git(root),
    runs: cost.runs.map(({ run, seconds }) => ({ ...run, seconds: significant(seconds, 3) })),
  };
}
