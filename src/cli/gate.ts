import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { loadRoot } from '../content/load-root.ts';
import type { LoadedRoot } from '../content/types.ts';
import { checkRoot, type Report } from '../evidence/check.ts';
import type { Freshness } from '../evidence/types.ts';
import { rememberingReader } from '../markdown/remember.ts';
import { workspaceOf } from './root.ts';

/** Freshness of every kept result, by `<id>/<profile>`. Faults in the configs leave it empty: they are reported. */
async function freshnessByName(loaded: LoadedRoot): Promise<Record<string, Freshness>> {
  const { listStandings } = await import('@paper-factory/runners/engine');
  try {
    const { standings } = listStandings(workspaceOf(loaded), {});
    return Object.fromEntries([...standings].map(([name, { freshness }]) => [name, freshness]));
  } catch (error) {
    if (error instanceof UserError) return {}; // faults of configs, which the check reports itself
    throw error;
  }
}

/** The one gate: `check` prints it, `build` stops at it. */
export async function runGate(
  root: string,
): Promise<Report & { freshness: Record<string, Freshness>; loaded: LoadedRoot }> {
  const loaded = loadRoot(root);
  const freshness = await freshnessByName(loaded);
  const read = rememberingReader(join(root, '.factory', 'cache', 'evidence'));
  return { ...checkRoot(loaded, freshness, read), freshness, loaded };
}
