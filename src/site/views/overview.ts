import type { Overview } from '../charts/overview.ts';
import { plural } from '../lib/format.ts';
import type { SiteModel } from '../model.ts';

/** Experiments that a drawing shows one by one: more are lines that nobody can follow, and take minutes to lay out. */
export const mostDrawn = 150;

/**
 * What all tracks are bound to: each executed experiment, and one box for what a suite has planned.
 * @param grouped One box for the executed experiments of a suite too.
 */
export function overview({ context, tracks, experiments, datasets }: SiteModel, grouped = false): Overview {
  const { loaded, links, outcomes, judged } = context;
  const suiteOf = (id: string): string => experiments.get(id)?.suite ?? '';
  const runOf = (id: string): string => {
    if (!outcomes.has(id)) return `${suiteOf(id)}: planned`;
    return grouped ? `${suiteOf(id)}: executed` : id;
  };
  const pairs = [...judged.values()].flatMap(({ track, experiments: ids }) =>
    ids.filter((id) => experiments.has(id)).map((id) => ({ track, id })),
  );
  const unique = <T>(list: T[]): T[] => [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
  const ids = unique(pairs.map(({ id }) => id)).sort();
  const runs = [...Map.groupBy(ids, runOf)].map(([run, members]) => {
    const one = outcomes.has(run);
    return {
      id: run,
      href: one ? links.experiment(run) : `${links.experiments}#suite-${suiteOf(members[0])}`,
      says: one ? (context.freshness.get(run)?.status ?? 'executed') : plural(members.length, 'experiment'),
      planned: !outcomes.has(members[0]),
    };
  });
  const read = unique(
    ids.flatMap((id) =>
      [...loaded.datasets.values()]
        .filter(({ data }) => data.experiment !== undefined && reads(context, id, data.experiment))
        .map(({ data }) => ({ run: runOf(id), dataset: data.id })),
    ),
  );
  return {
    tracks: [...tracks.values()].map((track) => ({
      letter: track.letter,
      title: track.data.title,
      href: `${track.href}#map`,
      says: `${track.maturity?.rung ?? 'idea'}, ${plural(track.claims.length, 'claim')}`,
    })),
    runs,
    datasets: [...datasets.values()]
      .filter((one) => read.some(({ dataset }) => dataset === one.id))
      .map((one) => ({ id: one.id, title: one.data.title, href: one.href })),
    bound: unique(pairs.map(({ track, id }) => ({ track, run: runOf(id) }))),
    read,
  };
}

/** Whether an experiment is another, or has it upstream. */
function reads(context: SiteModel['context'], id: string, dataset: string): boolean {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === dataset) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(context.loaded.configs.get(next)?.config.upstream ?? []));
  }
  return false;
}
