import { UserError } from '@paper-factory/runners/user-error';
import { loadRoot } from '../content/load-root.ts';
import { openRememberedRoot } from '../content/remembered-root.ts';
import type { LoadedRoot } from '../content/types.ts';
import { checkRoot, type Report } from '../evidence/check.ts';
import { pagesOf } from '../evidence/texts.ts';
import type { Freshness } from '../evidence/types.ts';
import { rememberingReader } from '../markdown/remember.ts';
import { shareReader } from '../site/judged.ts';
import { workspaceOf } from './root.ts';

/** Freshness of every kept result, by `<id>/<profile>`. Faults in the configs leave it empty: they are reported. */
export async function freshnessByName(loaded: LoadedRoot): Promise<Record<string, Freshness>> {
  const { listStandings } = await import('@paper-factory/runners/engine');
  try {
    const { standings } = listStandings(workspaceOf(loaded), {});
    return Object.fromEntries([...standings].map(([name, { freshness }]) => [name, freshness]));
  } catch (error) {
    if (error instanceof UserError) return {}; // faults of configs, which the check reports itself
    throw error;
  }
}

/** A root as it was loaded, what the check says of it, and how its results stand. */
export interface Judgement extends Report {
  loaded: LoadedRoot;
  freshness: Record<string, Freshness>;
}

/** The one gate: `check` prints it, `build` stops at it. */
export async function runGate(root: string): Promise<Judgement> {
  const remembered = openRememberedRoot(root);
  const loaded = loadRoot(root, remembered);
  remembered.save();
  const freshness = await freshnessByName(loaded);
  const reader = rememberingReader(root);
  await reader.readAll(pagesOf(loaded));
  const report = checkRoot(loaded, freshness, reader.read);
  reader.save();
  shareReader(reader.read);
  return { ...report, loaded, freshness };
}
