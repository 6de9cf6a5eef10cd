import type { CollectionName, DataFile, Entry, LoadedRoot } from '../../content/types.ts';
import { type Hidden, scrub } from './scrub.ts';

type Layers = Pick<
  LoadedRoot,
  | 'hubs'
  | 'roadmaps'
  | 'cards'
  | 'principles'
  | 'sessions'
  | 'notes'
  | 'decisions'
  | 'glossary'
  | 'contradictions'
  | 'repositories'
  | 'start'
>;

/** Collections by the word that page links name them with. */
const collections: Record<string, CollectionName> = {
  track: 'tracks', hub: 'hubs', roadmap: 'roadmaps', card: 'cards', principle: 'principles', session: 'sessions',
  note: 'notes', dataset: 'datasets',
}; // prettier-ignore

/** Everything that pages must not name: private entries, and what cannot be told without them. */
export function hiddenOf(loaded: LoadedRoot, experiments: Set<string>, claims: LoadedRoot['claims']): Hidden {
  const ids = new Map<string, Set<string>>([
    ['exp', experiments],
    ['claim', new Set([...loaded.claims.keys()].filter((id) => !claims.has(id)))],
    ...Object.entries(collections).map(([kind, name]): [string, Set<string>] => [
      kind,
      new Set([...loaded[name]].flatMap(([id, { data }]) => (data.visibility === 'private' ? [id] : []))),
    ]),
  ]);
  const of = (kind: string): Set<string> => ids.get(kind) ?? new Set();
  return {
    experiment: experiments,
    claim: of('claim'),
    track: of('track'),
    hub: of('hub'),
    card: of('card'),
    dataset: of('dataset'),
    page: new Set([...ids].flatMap(([kind, all]) => [...all].map((id) => `${kind}:${id}`))),
  };
}

/** The layers above experiments, and the files that are one page each, without what is hidden. */
export function publicLayers(loaded: LoadedRoot, hidden: Hidden, clean: (text: string) => string): Layers {
  const scrubbed = <T>(data: T): T => scrub(data, hidden, clean);
  const entries = <T extends { visibility: string }>(all: Map<string, Entry<T>>): Map<string, Entry<T>> =>
    new Map(
      [...all]
        .filter(([, { data }]) => data.visibility !== 'private')
        .map(([id, entry]) => [id, { ...entry, body: clean(entry.body), data: scrubbed(entry.data) }]),
    );
  const file = <T>(one: DataFile<T> | null): DataFile<T> | null => one && { ...one, data: scrubbed(one.data) };
  return {
    hubs: entries(loaded.hubs),
    roadmaps: entries(loaded.roadmaps),
    cards: entries(loaded.cards),
    principles: entries(loaded.principles),
    sessions: entries(loaded.sessions),
    notes: entries(loaded.notes),
    decisions: new Map(
      [...loaded.decisions]
        .filter(([letter]) => !hidden.track.has(letter))
        .map(([letter, { gates, trees, triggers, acceptance, ...one }]) => [
          letter,
          { ...one, ...scrubbed({ gates, trees, triggers, acceptance }) },
        ]),
    ),
    glossary: file(loaded.glossary),
    contradictions: file(loaded.contradictions),
    repositories: file(loaded.repositories),
    start: file(loaded.start),
  };
}
