import type { ExperimentConfig, ProfileName, ResolvedConfig, Scope } from '../schema/index.ts';
import { resolveConfig } from '../schema/resolve-config.ts';
import { UserError } from '../schema/user-error.ts';

/** One execution: a seed at a sweep point. */
export interface PlannedRun {
  seed: number;
  point: Scope;
}

/** One experiment at one profile, with the runs its outcome is made of. */
export interface Task {
  /** `<id>/<profile>` */
  name: string;
  id: string;
  profile: ProfileName;
  config: ResolvedConfig;
  runs: PlannedRun[];
}

/** Every combination of the swept values, in the order written. */
export function sweepPoints(sweep: ResolvedConfig['sweep']): Scope[] {
  return Object.entries(sweep).reduce<Scope[]>(
    (points, [key, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
}

type Graph = ReadonlyMap<string, Pick<ExperimentConfig, 'upstream'>>;

/** Experiments in an order in which every upstream comes first. @throws {UserError} that names a cycle. */
export function topologicalOrder(configs: Graph): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  // A stack of our own: a chain of thousands would be too deep for calls.
  const trail: { id: string; next: number }[] = [];
  const enter = (id: string): void => {
    if (state.get(id) === 'done') return;
    const from = trail.at(-1)?.id;
    if (state.get(id) === 'open') {
      const cycle = trail.slice(trail.findIndex((step) => step.id === id)).map((step) => step.id);
      throw new UserError(`experiments depend on each other in a circle: ${[...cycle, id].join(' -> ')}`, {
        hint: `Remove one of them from \`upstream\`, e.g. in experiments/${cycle[0]}/config.yaml.`,
      });
    }
    if (!configs.has(id)) {
      throw new UserError(`experiments/${from}/config.yaml: its upstream "${id}" does not exist`, {
        hint: `Expected experiments/${id}/config.yaml.`,
      });
    }
    state.set(id, 'open');
    trail.push({ id, next: 0 });
  };
  for (const root of [...configs.keys()].sort()) {
    enter(root);
    while (trail.length > 0) {
      const step = trail.at(-1)!;
      const { upstream } = configs.get(step.id)!;
      if (step.next < upstream.length) {
        enter(upstream[step.next++]);
        continue;
      }
      state.set(step.id, 'done');
      order.push(step.id);
      trail.pop();
    }
  }
  return order;
}

/** `ids` and everything that `next` leads to from them. */
function reach(ids: Iterable<string>, next: (id: string) => Iterable<string>): Set<string> {
  const found = new Set(ids);
  for (const id of found) for (const other of next(id)) found.add(other);
  return found;
}

/** `ids` with everything upstream of them. */
export const withUpstream = (configs: Graph, ids: Iterable<string>): Set<string> =>
  reach(ids, (id) => configs.get(id)?.upstream ?? []);

/** `ids` with everything that rests on them. */
export function withDownstream(configs: Graph, ids: Iterable<string>): Set<string> {
  const downstream = new Map<string, string[]>();
  for (const [id, { upstream }] of configs) {
    for (const other of upstream) {
      const list = downstream.get(other);
      if (list) list.push(id);
      else downstream.set(other, [id]);
    }
  }
  return reach(ids, (id) => downstream.get(id) ?? []);
}

/** The tasks of some experiments at the given profiles, upstream first. @throws {UserError} for a cycle or a missing upstream. */
export function plan(
  configs: ReadonlyMap<string, ExperimentConfig>,
  profiles: ProfileName[],
  ids: ReadonlySet<string>,
): Task[] {
  const order = topologicalOrder(configs).filter((id) => ids.has(id));
  return profiles.flatMap((profile) => order.flatMap((id) => taskOf(configs.get(id)!, profile) ?? []));
}

/** A config at a profile with its runs, or null where it does not have that profile. */
export function taskOf(config: ExperimentConfig, profile: ProfileName): Task | null {
  const resolved = resolveConfig(config, profile);
  if (!resolved) return null;
  const { id } = config;
  const points = sweepPoints(resolved.sweep);
  const runs = resolved.seeds.flatMap((seed) => points.map((point) => ({ seed, point })));
  return { name: `${id}/${profile}`, id, profile, config: resolved, runs };
}
