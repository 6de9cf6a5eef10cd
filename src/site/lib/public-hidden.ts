import type { CollectionName, LoadedRoot } from '../../content/types.ts';
import { experimentsOf } from '../../evidence/operands.ts';

/** Collections by the word that page links name them with. */
const collections = {
  track: 'tracks', exp: 'experiments', dataset: 'datasets', hub: 'hubs', roadmap: 'roadmaps', card: 'cards',
  principle: 'principles', session: 'sessions', note: 'notes', guide: 'guides',
} as const satisfies Record<string, CollectionName>; // prettier-ignore

/** Kinds of pages, as links name them: `exp:spectra-core`, `claim:C-r2max`. */
export type HiddenKind = keyof typeof collections | 'claim' | 'repository';

/** Everything of a root that the public must not find named: private entries, and what cannot be told without them. */
export interface Hidden {
  /** Ids by kind of page; `exp` holds experiments, of logs and of configs. */
  ids: Readonly<Record<HiddenKind, ReadonlySet<string>>>;
  /** Terms and contradictions that are about private tracks only. */
  entries: { glossary: ReadonlySet<string>; contradictions: ReadonlySet<string> };
  /** What stands for a claim that decides something public, by its id: its verdict counts, its name does not show. */
  claimStandIns: ReadonlyMap<string, string>;
  /** The same for gates on private experiments, by `<track>/<id>`. */
  gateStandIns: ReadonlyMap<string, string>;
  /** Private logs, also of runs that are public because another log reports on them. */
  logs: ReadonlySet<string>;
  /** Content files, relative to the root. */
  files: ReadonlySet<string>;
  /** Old names that lead to private pages. */
  aliases: ReadonlySet<string>;
}

const isPrivate = ({ data }: { data: { visibility: string } }): boolean => data.visibility === 'private';

/** Private experiments: logs that say so, and their runs where no public log reports on them too. */
function privateExperiments({ experiments }: LoadedRoot): Set<string> {
  const hidden = new Set<string>();
  for (const [id, log] of experiments) if (isPrivate(log)) hidden.add(id).add(log.data.config ?? id);
  for (const [id, log] of experiments) if (!isPrivate(log)) hidden.delete(log.data.config ?? id);
  return hidden;
}

/** Whether something belongs to private tracks only; what names no track belongs to all. */
const isOf = (tracks: readonly string[], hidden: ReadonlySet<string>): boolean =>
  tracks.length > 0 && tracks.every((letter) => hidden.has(letter));

const standIns = (kind: string, keys: Iterable<string>): Map<string, string> =>
  new Map([...keys].map((key, i) => [key, `hidden:${kind}-${i + 1}`]));

function filesOf(loaded: LoadedRoot, { ids, logs }: Pick<Hidden, 'ids' | 'logs'>): Set<string> {
  const files = new Set<string>();
  const pages = { ...ids, exp: new Set([...ids.exp, ...logs]) };
  for (const [kind, name] of Object.entries(collections) as [keyof typeof collections, CollectionName][]) {
    for (const id of pages[kind]) {
      for (const file of [loaded[name].get(id)?.file, loaded.translations.get(`${name}/${id}`)?.file]) {
        if (file) files.add(file);
      }
    }
  }
  for (const [id, { file }] of loaded.configs) if (ids.exp.has(id)) files.add(file);
  for (const { outcome, file } of loaded.results.values()) if (ids.exp.has(outcome.id)) files.add(file);
  for (const letter of ids.track) {
    for (const file of [loaded.decisions.get(letter)?.file, loaded.claimTranslations.get(letter)?.file]) {
      if (file) files.add(file);
    }
  }
  for (const { track, file } of loaded.claims.values()) if (ids.track.has(track)) files.add(file);
  return files;
}

/** Finds all of a whole root that is private, or about nothing that is public. */
export function hiddenOf(loaded: LoadedRoot): Hidden {
  const marked = (name: CollectionName): Set<string> =>
    new Set([...loaded[name]].flatMap(([id, entry]) => (isPrivate(entry) ? [id] : [])));
  const exp = privateExperiments(loaded);
  const logs = marked('experiments');
  const track = marked('tracks');
  const claims = [...loaded.claims].filter(
    ([, entry]) => track.has(entry.track) || experimentsOf(entry.claim).some((id) => exp.has(id)),
  );
  const dataset = marked('datasets');
  for (const [id, { data }] of loaded.datasets) if (data.experiment && exp.has(data.experiment)) dataset.add(id);
  const repositories = (loaded.repositories?.data.repositories ?? []).filter(({ tracks }) => isOf(tracks, track));
  const ids: Hidden['ids'] = {
    exp,
    track,
    dataset,
    claim: new Set(claims.map(([id]) => id)),
    hub: marked('hubs'),
    roadmap: marked('roadmaps'),
    card: marked('cards'),
    principle: marked('principles'),
    session: marked('sessions'),
    note: marked('notes'),
    guide: marked('guides'),
    repository: new Set(repositories.map(({ id }) => id)),
  };
  const gates = [...loaded.decisions.values()].flatMap(({ track: letter, gates: all }) =>
    all
      .filter(({ metric, experiment }) => exp.has(metric?.split('/')[0] ?? '') || exp.has(experiment ?? ''))
      .map(({ id }) => `${letter}/${id}`),
  );
  const about = (all: readonly { id: string; tracks: readonly string[] }[] = []): Set<string> =>
    new Set(all.filter(({ tracks }) => isOf(tracks, track)).map(({ id }) => id));
  const aliases = Object.values(collections).flatMap((name) =>
    [...loaded[name].values()].flatMap((entry) => (isPrivate(entry) ? entry.data.aliases : [])),
  );
  return {
    ids,
    entries: {
      glossary: about(loaded.glossary?.data.terms),
      contradictions: about(loaded.contradictions?.data.contradictions),
    },
    claimStandIns: standIns('claim', ids.claim),
    gateStandIns: standIns('gate', gates),
    logs,
    files: filesOf(loaded, { ids, logs }),
    aliases: new Set(aliases),
  };
}

/** Whether all of a root is public. */
export const isNothing = ({ ids, logs }: Hidden): boolean =>
  [...Object.values(ids), logs].every(({ size }) => size === 0);

/** Whether an id of this kind must not be named; an address counts by what it is in. */
export const isHidden = ({ ids }: Hidden, kind: HiddenKind, id: string): boolean =>
  ids[kind].has(id.split(/[/?#]/)[0] ?? id);

/** Whether a page link such as `hub:fisher` or `fig:spectra-core/r2` leads to something private. */
export function isHiddenPage(hidden: Hidden, link: string): boolean {
  const [kind = '', id = ''] = link.split(':');
  const of = kind === 'fig' || kind === 'metric' ? 'exp' : kind;
  return of in hidden.ids && isHidden(hidden, of as HiddenKind, id);
}

/** Folder of the site, and of the root, in which the pages of a kind lie. */
export const folders: Readonly<Record<HiddenKind, string>> = {
  ...collections,
  claim: 'claims',
  repository: 'repositories',
};
