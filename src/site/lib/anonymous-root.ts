import { localAddress, type Provenance } from '@paper-factory/runners/schema';
import { createFinder } from '../../content/find-patterns.ts';
import { identifyingWords } from '../../content/identity.ts';
import type { Entry, LoadedRoot } from '../../content/types.ts';

interface Signed {
  authors: unknown[];
  origin?: unknown[];
  aliases?: string[];
}

/** Entries without authors, and without the names and places that they had elsewhere. */
function unsigned<T extends Signed>(entries: Map<string, Entry<T>>): Map<string, Entry<T>> {
  const bare = (data: T): T => ({
    ...data,
    authors: [],
    ...(data.origin ? { origin: [] } : {}),
    ...(data.aliases ? { aliases: [] } : {}),
  });
  return new Map([...entries].map(([id, entry]) => [id, { ...entry, data: bare(entry.data) }]));
}

/** A commit leads to the repository that has it. */
const withoutCommit = (provenance: Provenance): Provenance =>
  provenance.kind === 'executed' ? { ...provenance, git: null } : provenance;

/**
 * The root without all fields that tell who wrote it: authors, affiliations, acknowledgements, repositories, origins, old
 * names, commits, the reviewer of a sign-off, the name and the address of the site. Running text stays as it is:
 * `findNames` looks through it.
 */
export function anonymousRoot(loaded: LoadedRoot): LoadedRoot {
  const { acknowledgements: _, repository: __, ...config } = loaded.config;
  const find = createFinder(identifyingWords(loaded));
  const sources = Object.entries(config.sources).map(([id, { author, ...source }]) => {
    return [id, author === undefined || find(author).length > 0 ? source : { ...source, author }] as const;
  });
  return {
    ...loaded,
    config: {
      ...config,
      title: config.anonymous.title,
      authors: [],
      affiliations: [],
      sources: Object.fromEntries(sources),
      site: { ...config.site, url: localAddress },
    },
    tracks: new Map(
      [...unsigned(loaded.tracks)].map(([id, entry]) => {
        const { signOff } = entry.data;
        return [
          id,
          signOff ? { ...entry, data: { ...entry.data, signOff: { ...signOff, reviewer: 'A reviewer' } } } : entry,
        ];
      }),
    ),
    experiments: unsigned(loaded.experiments),
    datasets: unsigned(loaded.datasets),
    hubs: unsigned(loaded.hubs),
    roadmaps: unsigned(loaded.roadmaps),
    cards: unsigned(loaded.cards),
    principles: unsigned(loaded.principles),
    sessions: unsigned(loaded.sessions),
    notes: unsigned(loaded.notes),
    translations: unsigned(loaded.translations),
    repositories: null,
    results: new Map(
      [...loaded.results].map(([id, one]) => [id, { ...one, provenance: withoutCommit(one.provenance) }]),
    ),
  };
}
