import type { ExperimentConfig, ProfileName } from '@paper-factory/runners/schema';
import type { Selection, Workspace } from '@paper-factory/runners/engine';
import { UserError } from '@paper-factory/runners/user-error';
import { UsageError, type OptionHelp, type Values } from '../command.ts';
import { parseProfiles } from '../root.ts';
import { refusePlanned } from './planned.ts';

type Engine = typeof import('@paper-factory/runners/standings');

/** Options by which commands choose experiments. */
export const selectionOptions: Record<string, OptionHelp> = {
  track: { type: 'string', value: 'X', help: 'Only what this track rests on: its logs and its claims' },
  suite: { type: 'string', value: 'NAME', help: 'Only this suite' },
  upstream: { type: 'boolean', help: 'And everything upstream of what is chosen' },
  downstream: { type: 'boolean', help: 'And everything that rests on what is chosen' },
  changed: { type: 'boolean', help: 'Only what is stale or missing' },
  profile: {
    type: 'string',
    value: 'NAME',
    help: 'smoke, default or full, or several with commas (default: those the root keeps)',
  },
};

/** Experiments of a track: those whose logs name it, and those that its claims are bound to. */
async function experimentsOf(root: string, track: string): Promise<string[]> {
  const { loadRoot } = await import('../../content/load-root.ts');
  const { judgeWith } = await import('../judgement.ts');
  const loaded = loadRoot(root);
  const letter = track.toUpperCase();
  if (!loaded.tracks.has(letter)) {
    const known = [...loaded.tracks.keys()].join(', ');
    throw new UsageError(`there is no track "${track}"`, { hint: known ? `Known: ${known}.` : 'This root has none.' });
  }
  const logs = [...loaded.experiments.values()].filter(({ data }) => data.tracks.includes(letter));
  const claims = judgeWith(loaded).filter((claim) => claim.track === letter);
  const named = [...logs.map(({ data }) => data.config ?? data.id), ...claims.flatMap((claim) => claim.experiments)];
  return [...new Set(named)].filter((id) => loaded.configs.has(id)).sort();
}

/**
 * What the command line chooses; null where it chooses nothing, which is no fault (`--changed` with nothing changed).
 * @throws {UsageError} for an id, glob, track or suite that does not exist.
 */
export async function parseSelection(
  engine: Engine,
  workspace: Workspace & { planned: Map<string, ExperimentConfig> },
  patterns: string[],
  values: Values,
): Promise<Selection | null> {
  const profiles: ProfileName[] | undefined = parseProfiles(values.profile);
  const grown = { upstream: Boolean(values.upstream), downstream: Boolean(values.downstream) };
  const suites = values.suite === undefined ? [] : String(values.suite).split(',');
  const track = values.track === undefined ? null : await experimentsOf(workspace.root, String(values.track));
  refusePlanned(engine, workspace, { ids: patterns, suites });
  const ids = [...matched(engine, workspace, { ids: patterns, suites })].filter((id) => track?.includes(id) ?? true);
  if (ids.length === 0) return null;
  return values.changed ? changedOf(engine, workspace, { ids, profiles }, grown) : { ids, profiles, ...grown };
}

/** @throws {UsageError} since what matches nothing was written on the command line. */
function matched(engine: Engine, workspace: Workspace, selection: Selection): Set<string> {
  try {
    return engine.selectIds(workspace, selection);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UsageError(error.message, { hint: error.hint, cause: error });
  }
}

/** The tasks that are stale or missing, each grown within its own profile; null where there is none. */
async function changedOf(
  engine: Engine,
  workspace: Workspace,
  { ids, profiles }: Selection,
  grown: Pick<Selection, 'upstream' | 'downstream'>,
): Promise<Selection | null> {
  const { standings, targets } = await engine.listStandings(workspace, { ids, profiles });
  const changed = [...targets].filter((task) => standings.get(task.name)!.freshness.status !== 'fresh');
  if (changed.length === 0) return null;
  const names = [...Map.groupBy(changed, ({ profile }) => profile)].flatMap(([profile, tasks]) =>
    [...engine.selectIds(workspace, { ids: tasks.map(({ id }) => id), ...grown })].map((id) => `${id}/${profile}`),
  );
  const all = changed.map(({ id }) => id);
  return { ids: [...engine.selectIds(workspace, { ids: all, ...grown })], profiles, names: new Set(names) };
}
