import { localAddress, type Provenance } from '@paper-factory/runners/schema';
import { collectionNames } from '../../content/collections.ts';
import { createFinder } from '../../content/find-patterns.ts';
import { identifyingWords } from '../../content/identity.ts';
import { withParts } from '../../content/stored-text.ts';
import type { CollectionName, Entry, LoadedRoot } from '../../content/types.ts';
import type { UiText } from '../text/words.ts';

interface Signed {
  authors: unknown[];
  origin?: unknown[];
  aliases?: string[];
  signOff?: { reviewer: string };
}

/** Who stands for the authors of a page; pages translate it. */
const nobody = 'Anonymous authors' satisfies UiText;

/** Entries without authors, and without the names and places that they had elsewhere. */
function unsigned(entries: Map<string, Entry<Signed>>): Map<string, Entry<Signed>> {
  const bare = (data: Signed): Signed => ({
    ...data,
    authors: data.authors.length > 0 ? [nobody] : [],
    ...(data.origin ? { origin: [] } : {}),
    ...(data.aliases ? { aliases: [] } : {}),
    ...(data.signOff ? { signOff: { ...data.signOff, reviewer: 'A reviewer' } } : {}),
  });
  return new Map([...entries].map(([id, entry]) => [id, withParts(entry, { data: bare(entry.data) })]));
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
    ...(Object.fromEntries(
      [...collectionNames, 'translations' as const].map((name) => [
        name,
        unsigned(loaded[name] as Map<string, Entry<Signed>>),
      ]),
    ) as Pick<LoadedRoot, CollectionName | 'translations'>),
    repositories: null,
    results: new Map(
      [...loaded.results].map(([id, one]) => [id, { ...one, provenance: withoutCommit(one.provenance) }]),
    ),
  };
}
