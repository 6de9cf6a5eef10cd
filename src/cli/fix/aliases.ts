import type { CollectionName, LoadedRoot } from '../../content/types.ts';
import type { ReferenceKind } from '../../content/references.ts';

const collectionOf: Partial<Record<ReferenceKind, CollectionName>> = {
  ...{ experiment: 'experiments', config: 'experiments', track: 'tracks', hub: 'hubs', roadmap: 'roadmaps' },
  ...{ card: 'cards', principle: 'principles', dataset: 'datasets', session: 'sessions', note: 'notes' },
};

/** The present id by an old one, for one collection; an alias that is somebody's id is none. */
function aliasesOf(loaded: LoadedRoot, collection: CollectionName): Map<string, string> {
  const entries = [...loaded[collection].values()];
  const ids = new Set([...loaded[collection].keys(), ...(collection === 'experiments' ? loaded.configs.keys() : [])]);
  const pairs = entries.flatMap(({ data }) => data.aliases.map((alias): [string, string] => [alias, data.id]));
  return new Map(pairs.filter(([alias]) => !ids.has(alias)));
}

export type Aliases = (kind: ReferenceKind) => ReadonlyMap<string, string>;

/** Present ids by old ones, by the kind of a reference. */
export function collectAliases(loaded: LoadedRoot): Aliases {
  const known = new Map(
    [...new Set(Object.values(collectionOf))].map((collection) => [collection, aliasesOf(loaded, collection)]),
  );
  return (kind) => known.get(collectionOf[kind]!) ?? new Map();
}
