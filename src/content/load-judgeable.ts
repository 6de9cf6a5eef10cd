import type { FactoryConfig } from '@paper-factory/runners/schema';
import { indexClaims } from './check-ids.ts';
import { loadClaims } from './load-claims.ts';
import { loadResult } from './load-results.ts';
import { noMemory } from './memory.ts';
import { referencesOfClaim } from './references.ts';
import { openRoot } from './safe-path.ts';
import type { LoadedRoot, Result } from './types.ts';

/** Loads what judging needs of a root: its claims, and the results that they name. Their faults are for `check` to tell. */
export function loadJudgeable(root: string, config: FactoryConfig): Pick<LoadedRoot, 'claims' | 'results' | 'config'> {
  const files = openRoot(root);
  const claims = indexClaims(loadClaims(files, noMemory).entries).byId;
  const references = [...claims.values()].flatMap(({ claim }) => referencesOfClaim(claim));
  const experiments = new Set(references.filter(({ kind }) => kind === 'config' || kind === 'experiment').map(({ id }) => id));
  const results = [...experiments].sort().flatMap((id): [string, Result][] => {
    const { result } = loadResult(files, id, config.profile);
    return result ? [[`${id}/${config.profile}`, result]] : [];
  });
  return { config, claims, results: new Map(results) };
}
