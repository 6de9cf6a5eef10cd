import { addressOf, type Outcome } from '@paper-factory/runners/schema';
import { collectionNames } from '../../../content/collections.ts';
import type { Entry, LoadedRoot } from '../../../content/types.ts';
import type { ChangedPages, Changes, Gone } from '../../../evidence/changes.ts';
import { maturityOfTracks } from '../../../evidence/maturity.ts';
import { readState } from '../../../evidence/state.ts';
import type { Judged, Rung } from '../../../evidence/types.ts';

/** What one side of the comparison shows, and how its claims stand by its own numbers. */
export interface Side {
  /** Without private entries. */
  shown: LoadedRoot;
  judged: ReadonlyMap<string, Judged>;
  rungs: ReadonlyMap<string, Rung>;
}

/** Judges a whole root and shows its public part. Freshness is left out: code that ran then is not here. */
export function sideOf(full: LoadedRoot, shown: LoadedRoot): Side {
  const state = readState(full, {});
  return {
    shown,
    judged: new Map([...state.judged].filter(([id]) => shown.claims.has(id))),
    rungs: new Map(
      maturityOfTracks(full, state)
        .filter(({ id }) => shown.tracks.has(id))
        .map(({ id, rung }) => [id, rung]),
    ),
  };
}

type Plain = Omit<Changes, 'since' | 'date' | 'commit' | 'unread'>;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function compareClaims(then: Side, now: Side): Plain['claims'] {
  const statement = ({ shown }: Side, id: string) => shown.claims.get(id)!.claim;
  const both = [...now.judged.keys()].filter((id) => then.judged.has(id));
  return {
    changed: both.flatMap((id) => {
      const [from, to] = [then.judged.get(id)!.verdict, now.judged.get(id)!.verdict];
      return from === to ? [] : [{ id, from, to }];
    }),
    added: [...now.judged.keys()].filter((id) => !then.judged.has(id)),
    restated: both.filter(
      (id) =>
        statement(then, id).statement !== statement(now, id).statement ||
        then.judged.get(id)!.test !== now.judged.get(id)!.test,
    ),
    removed: [...then.judged.values()]
      .filter(({ id }) => !now.judged.has(id))
      .map(({ id, verdict }) => ({ id, title: statement(then, id).statement, verdict })),
  };
}

/** From old ids to new ones: an entry that is gone, and one that has its id as an old name. */
function movesOf<T extends { data: { aliases: string[] } }>(
  then: ReadonlyMap<string, unknown>,
  now: ReadonlyMap<string, T>,
): Map<string, string> {
  return new Map(
    [...now].flatMap(([id, { data }]) =>
      then.has(id) ? [] : data.aliases.filter((old) => then.has(old) && !now.has(old)).map((old) => [old, id] as const),
    ),
  );
}

function valuesOf(outcome: Outcome, id: string): Map<string, number> {
  return new Map(outcome.metrics.map((metric) => [addressOf({ ...outcome, id }, metric), metric.value]));
}

function experimentsOf({ shown }: Side): Map<string, string> {
  const ids = [...new Set([...shown.experiments.keys(), ...shown.configs.keys()])].sort();
  return new Map(ids.map((id) => [id, shown.experiments.get(id)?.data.title ?? shown.configs.get(id)!.config.title]));
}

function compareExperiments(then: Side, now: Side): Pick<Plain, 'experiments' | 'numbers'> {
  const [before, after] = [experimentsOf(then), experimentsOf(now)];
  const moved = movesOf(then.shown.experiments, now.shown.experiments);
  const origin = new Map([...moved].map(([from, to]) => [to, from]));
  const resultOf = ({ shown }: Side, id: string) => shown.results.get(`${id}/${now.shown.config.profile}`);
  const numbers: Plain['numbers'] = [];
  const executed: Plain['experiments']['executed'] = [];
  const first: string[] = [];
  for (const id of after.keys()) {
    const [old, current] = [resultOf(then, origin.get(id) ?? id), resultOf(now, id)];
    if (!current) continue;
    if (!old) {
      if (before.has(origin.get(id) ?? id)) first.push(id);
      continue;
    }
    const values = valuesOf(old.outcome, id);
    const rows = [...valuesOf(current.outcome, id)].flatMap(([address, to]) => {
      const from = values.get(address);
      return from === undefined || from === to ? [] : [{ address, from, to }];
    });
    if (rows.length > 0) numbers.push({ experiment: id, rows });
    const isAgain =
      old.provenance.date !== current.provenance.date || old.provenance.outcome !== current.provenance.outcome;
    if (isAgain) executed.push({ id, same: isSame(old.outcome.metrics, current.outcome.metrics) });
  }
  return {
    numbers,
    experiments: {
      added: [...after.keys()].filter((id) => !before.has(id) && !origin.has(id)),
      removed: [...before].filter(([id]) => !after.has(id) && !moved.has(id)).map(([id, title]) => ({ id, title })),
      moved: [...moved].map(([from, to]) => ({ from, to })),
      executed,
      first,
    },
  };
}

function comparePages(then: Side, now: Side): ChangedPages[] {
  return collectionNames
    .map((collection): ChangedPages => {
      type Pages = ReadonlyMap<string, Entry<{ title: string; aliases: string[] }>>;
      const [before, after]: [Pages, Pages] = [then.shown[collection], now.shown[collection]];
      const moved = movesOf(before, after);
      const origin = new Map([...moved].map(([from, to]) => [to, from]));
      const textOf = ({ shown }: Side, id: string): unknown[] => {
        const [entry, translation] = [shown[collection].get(id), shown.translations.get(`${collection}/${id}`)];
        return [entry?.data, entry?.body, translation?.data, translation?.body];
      };
      const gone = (id: string): Gone => ({ id, title: before.get(id)!.data.title });
      // Experiments that are new, moved or gone are told apart.
      const isOwn = collection !== 'experiments';
      return {
        collection,
        added: isOwn ? [...after.keys()].filter((id) => !before.has(id) && !origin.has(id)) : [],
        changed: [...after.keys()].filter((id) => before.has(id) && !isSame(textOf(then, id), textOf(now, id))),
        removed: isOwn ? [...before.keys()].filter((id) => !after.has(id) && !moved.has(id)).map(gone) : [],
        moved: isOwn ? [...moved].map(([from, to]) => ({ from, to })) : [],
      };
    })
    .filter(({ added, changed, removed, moved }) => [added, changed, removed, moved].some(({ length }) => length > 0));
}

function compareContradictions(then: Side, now: Side): Plain['contradictions'] {
  const listed = ({ shown }: Side) =>
    new Map((shown.contradictions?.data.contradictions ?? []).map(({ id, title }) => [id, title]));
  const [before, after] = [listed(then), listed(now)];
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    removed: [...before].filter(([id]) => !after.has(id)).map(([id, title]) => ({ id, title })),
  };
}

/** What differs between two states of a root, as the public may see both. */
export function compareSides(then: Side, now: Side): Plain {
  return {
    claims: compareClaims(then, now),
    ...compareExperiments(then, now),
    maturity: [...now.rungs].flatMap(([track, to]) => {
      const from = then.rungs.get(track) ?? null;
      return from === to ? [] : [{ track, from, to }];
    }),
    pages: comparePages(then, now),
    contradictions: compareContradictions(then, now),
  };
}
