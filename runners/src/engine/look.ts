import type { ProfileName, ResolvedConfig } from '../schema/index.ts';
import { resolveConfig } from '../schema/resolve-config.ts';
import { createInspector, standings, type Standing } from './freshness.ts';
import { openResultMemory } from './result-memory.ts';
import { rememberIn } from './sources/memory.ts';
import { NotRemembered, readResult } from './stored-result.ts';
import { places, select, type Selected, type Selection, type Workspace } from './workspace.ts';

/** What a selection names and how it stands. */
export type Look = Selected & { standings: Map<string, Standing> };

/** Resolves configs, each once: many experiments may have one upstream. */
export function createConfigs({ configs }: Workspace) {
  const known = new Map<string, ResolvedConfig | null>();
  return (id: string, profile: ProfileName): ResolvedConfig | null => {
    const name = `${id}/${profile}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    const config = configs.get(id);
    const resolved = config ? resolveConfig(config, profile) : null;
    known.set(name, resolved);
    return resolved;
  };
}

/**
 * How everything that a selection names stands, or null where a result has to be checked by the schemas first. Nothing
 * that only running needs is loaded for it.
 */
export function recallLook(workspace: Workspace, selection: Selection): Look | null {
  const { root } = workspace;
  rememberIn(places.memory(root));
  const memory = openResultMemory(places.checked(root));
  const results = {
    read: (id: string, profile: string) => readResult(places.results(root), id, profile, memory, null),
  };
  const selected = select(workspace, selection);
  try {
    const inspector = createInspector(root, results, createConfigs(workspace));
    return { ...selected, standings: standings(selected.tasks, inspector) };
  } catch (error) {
    if (error instanceof NotRemembered) return null;
    throw error;
  }
}
