import {
  resolveConfig,
  UserError,
  type ExperimentConfig,
  type ProfileName,
  type ResolvedConfig,
  type Scope,
} from '../schema/index.ts';

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
  suite: string;
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

/** Experiments in an order in which every upstream comes first. @throws {UserError} that names a cycle. */
export function topologicalOrder(configs: Map<string, ExperimentConfig>): string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const visit = (id: string, path: string[]): void => {
    if (done.has(id)) return;
    if (path.includes(id)) {
      throw new UserError(`experiments depend on each other in a circle: ${[...path, id].join(' -> ')}`, {
        hint: 'Remove one of these from `upstream`.',
      });
    }
    const config = configs.get(id);
    if (!config) {
      throw new UserError(`experiment "${path.at(-1)}" has the upstream "${id}", which does not exist`, {
        hint: `Expected experiments/${id}/config.yaml.`,
      });
    }
    for (const upstream of config.upstream) visit(upstream, [...path, id]);
    done.add(id);
    order.push(id);
  };
  for (const id of [...configs.keys()].sort()) visit(id, []);
  return order;
}

/**
 * The tasks for the given profiles, upstream first.
 * @param ids Experiments to run with everything upstream of them; all when empty.
 * @throws {UserError} for an unknown id, a cycle or a missing upstream.
 */
export function plan(configs: Map<string, ExperimentConfig>, profiles: ProfileName[], ids: string[] = []): Task[] {
  const order = topologicalOrder(configs);
  const wanted = new Set<string>();
  const want = (id: string): void => {
    if (wanted.has(id)) return;
    wanted.add(id);
    configs.get(id)?.upstream.forEach(want);
  };
  for (const id of ids) {
    if (!configs.has(id)) throw new UserError(`there is no experiment "${id}"`);
    want(id);
  }
  return profiles.flatMap((profile) =>
    order
      .filter((id) => ids.length === 0 || wanted.has(id))
      .flatMap((id) => {
        const config = configs.get(id)!;
        const resolved = resolveConfig(config, profile);
        if (!resolved) return [];
        const points = sweepPoints(resolved.sweep);
        const runs = resolved.seeds.flatMap((seed) => points.map((point) => ({ seed, point })));
        return [{ name: `${id}/${profile}`, id, suite: config.suite, profile, config: resolved, runs }];
      }),
  );
}
