import { execFileSync } from 'node:child_process';
import type { Executed } from '../schema/index.ts';

/** What provenance takes from the world; arguments so that tests need no clock and no git. */
export interface Effects {
  now(): Date;
  git(root: string): Executed['git'];
}

function gitState(root: string): Executed['git'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return { commit: git('rev-parse', 'HEAD'), clean: git('status', '--porcelain', '--', ':!assets') === '' };
  } catch {
    return null; // no git, or no repository: not an error
  }
}

// The date of a run is provenance, which is never compared.
export const realEffects: Effects = { now: () => new Date(), git: gitState };
