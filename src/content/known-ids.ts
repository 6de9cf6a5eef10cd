import type { Known } from './check-references.ts';
import type { LoadedClaims } from './load-claims.ts';
import type { ReferenceKind } from './references.ts';
import type { CollectionName, LoadedRoot } from './types.ts';

const kinds: ReferenceKind[] = [
  ...(['experiment', 'config', 'track', 'claim', 'source', 'hub', 'roadmap', 'card', 'principle', 'dataset'] as const),
  ...(['session', 'note', 'guide', 'repository', 'gate', 'question', 'milestone'] as const),
];

/** What references of configs alone may name. */
export function knownConfigs(names: Set<string>): Known {
  const ids = Object.fromEntries(kinds.map((kind) => [kind, new Set<string>()])) as Known['ids'];
  const none = new Set<never>();
  return { ids: { ...ids, config: names }, unreadTracks: none, unread: none, unreadOwners: none, aliases: new Map() };
}

const innerIds = (owner: string, entries: readonly { id: string }[]): string[] =>
  entries.map(({ id }) => `${owner}/${id}`);

/**
 * What the references of a root may name.
 * @param names Of each collection the ids and file names that are there, parsed or not.
 * @param unread Kinds whose file could not be read.
 */
export function knownIds(
  root: LoadedRoot,
  names: Record<CollectionName | 'configs', Set<string>>,
  claims: LoadedClaims,
  unread: ReferenceKind[],
): Known {
  const aliases = [root.tracks, root.experiments].flatMap((entries) =>
    [...entries.values()].flatMap(({ data }) => data.aliases.map((alias): [string, string] => [alias, data.id])),
  );
  const values = <T>(entries: ReadonlyMap<string, T>): T[] => [...entries.values()];
  return {
    ids: {
      track: names.tracks,
      experiment: new Set([...names.experiments, ...names.configs]),
      config: names.configs,
      claim: claims.names,
      source: new Set(Object.keys(root.config.sources)),
      hub: names.hubs,
      roadmap: names.roadmaps,
      card: names.cards,
      principle: names.principles,
      dataset: names.datasets,
      session: names.sessions,
      note: names.notes,
      guide: names.guides,
      repository: new Set(root.repositories?.data.repositories.map(({ id }) => id)),
      gate: new Set(values(root.decisions).flatMap(({ track, gates }) => innerIds(track, gates))),
      question: new Set(values(root.tracks).flatMap(({ data }) => innerIds(data.id, data.questions))),
      milestone: new Set(values(root.roadmaps).flatMap(({ data }) => innerIds(data.id, data.milestones))),
    },
    unreadTracks: claims.unreadTracks,
    unread: new Set(unread),
    unreadOwners: new Set([
      ...claims.files.flatMap(({ track }) => (root.decisions.has(track) ? [] : [`gate/${track}`])),
      ...[...claims.unreadTracks].map((track) => `gate/${track}`),
      ...[...names.tracks].flatMap((track) => (root.tracks.has(track) ? [] : [`question/${track}`])),
    ]),
    aliases: new Map(aliases),
  };
}
