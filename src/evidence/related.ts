import {
  type Reference,
  type ReferenceKind,
  referencesOfClaim,
  referencesOfConfig,
  referencesOfDataset,
  referencesOfLog,
} from '../content/references.ts';
import {
  referencesOfContradiction,
  referencesOfGlossary,
  referencesOfRepositories,
} from '../content/references-of-center.ts';
import { referencesOfDecisions } from '../content/references-of-decisions.ts';
import {
  referencesOfGuide,
  referencesOfHub,
  referencesOfHubPage,
  referencesOfPrinciple,
  referencesOfRoadmap,
} from '../content/references-of-pages.ts';
import { referencesOfTrack } from '../content/references-of-track.ts';
import type { Entry, LoadedRoot } from '../content/types.ts';
import type { EvidenceLink } from '../markdown/links.ts';
import type { ReadEvidence } from './check.ts';
import { experimentOf } from './lookup.ts';

const pageKinds = [
  ...([
    'track',
    'claim',
    'experiment',
    'dataset',
    'hub',
    'roadmap',
    'card',
    'principle',
    'session',
    'note',
    'guide',
  ] as const),
  ...(['contradiction', 'repository', 'glossary'] as const),
];

export type PageKind = (typeof pageKinds)[number];

/** A page, or an entry of one. */
export interface PageRef {
  kind: PageKind;
  id: string;
}

export interface RelatedPages {
  /** Pages that this one names. */
  refersTo: PageRef[];
  /** Pages that name this one. */
  referredBy: PageRef[];
}

/** The page that a reference leads to; null for what has none. */
function pageOf({ kind, id }: Reference): PageRef | null {
  const owner = id.split('/')[0];
  const pages: Partial<Record<ReferenceKind, PageRef>> = {
    config: { kind: 'experiment', id },
    gate: { kind: 'track', id: owner },
    question: { kind: 'track', id: owner },
    milestone: { kind: 'roadmap', id: owner },
  };
  if (kind === 'source') return null;
  return pages[kind] ?? { kind: kind as PageKind, id };
}

/** The page that a link of a text leads to. */
function linkedPage({ scheme, target }: EvidenceLink): PageRef | null {
  if (scheme === 'claim') return { kind: 'claim', id: target };
  if (scheme === 'exp') return { kind: 'experiment', id: target.split('#')[0] };
  const experiment = scheme === 'metric' ? experimentOf(target) : scheme === 'fig' ? target.split('/')[0] : null;
  return experiment === null ? null : { kind: 'experiment', id: experiment };
}

const keyOf = ({ kind, id }: PageRef): string => `${kind}:${id}`;

const inOrder = (a: PageRef, b: PageRef): number =>
  pageKinds.indexOf(a.kind) - pageKinds.indexOf(b.kind) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Every reference of a root, from page to page. */
function* references(loaded: LoadedRoot, read: ReadEvidence | null): Generator<[from: PageRef, to: PageRef | null]> {
  function* ofEntries<T extends { id: string }>(
    kind: PageKind,
    entries: ReadonlyMap<string, Entry<T>>,
    referencesOf: (data: T) => Reference[],
  ): Generator<[PageRef, PageRef | null]> {
    for (const { data, body, format } of entries.values()) {
      const from = { kind, id: data.id };
      for (const reference of referencesOf(data)) yield [from, pageOf(reference)];
      for (const link of read ? read(body, format).links : []) yield [from, linkedPage(link)];
    }
  }
  const from = (kind: PageKind, id: string, list: Reference[]) =>
    list.map((reference): [PageRef, PageRef | null] => [{ kind, id }, pageOf(reference)]);

  yield* ofEntries('track', loaded.tracks, referencesOfTrack);
  yield* ofEntries('experiment', loaded.experiments, referencesOfLog);
  yield* ofEntries('dataset', loaded.datasets, referencesOfDataset);
  yield* ofEntries('hub', loaded.hubs, referencesOfHub);
  yield* ofEntries('roadmap', loaded.roadmaps, referencesOfRoadmap);
  yield* ofEntries('card', loaded.cards, referencesOfHubPage);
  yield* ofEntries('principle', loaded.principles, referencesOfPrinciple);
  yield* ofEntries('session', loaded.sessions, referencesOfHubPage);
  yield* ofEntries('note', loaded.notes, referencesOfHubPage);
  yield* ofEntries('guide', loaded.guides, referencesOfGuide);
  for (const { claim, track } of loaded.claims.values()) {
    yield* from('claim', claim.id, referencesOfClaim(claim));
    yield [
      { kind: 'track', id: track },
      { kind: 'claim', id: claim.id },
    ];
  }
  for (const entry of loaded.decisions.values()) yield* from('track', entry.track, referencesOfDecisions(entry));
  for (const { config } of loaded.configs.values()) yield* from('experiment', config.id, referencesOfConfig(config));
  for (const entry of loaded.contradictions?.data.contradictions ?? []) {
    yield* from('contradiction', entry.id, referencesOfContradiction(entry));
  }
  // One at a time, so that each reference is that of its entry.
  for (const term of loaded.glossary?.data.terms ?? []) {
    yield* from('glossary', term.id, referencesOfGlossary({ schemaVersion: 1, terms: [term] }));
  }
  for (const entry of loaded.repositories?.data.repositories ?? []) {
    yield* from('repository', entry.id, referencesOfRepositories({ schemaVersion: 1, repositories: [entry] }));
  }
}

/**
 * The links of a root in both directions, each once, sorted by kind and id. Front matter and data files count, and the
 * links of texts where `read` is given.
 */
export function relatedPages(loaded: LoadedRoot, read: ReadEvidence | null = null): (page: PageRef) => RelatedPages {
  const to = new Map<string, PageRef[]>();
  const by = new Map<string, PageRef[]>();
  // With repeats, which are left out where a page is asked for: after a change of one text that is one page of all.
  const add = (index: typeof to, at: string, other: PageRef): void => {
    const known = index.get(at);
    if (known) known.push(other);
    else index.set(at, [other]);
  };
  for (const [from, page] of references(loaded, read)) {
    if (!page) continue;
    const [at, other] = [keyOf(from), keyOf(page)];
    if (at === other) continue;
    add(to, at, page);
    add(by, other, from);
  }
  const sorted = (index: typeof to, page: PageRef): PageRef[] =>
    [...new Map((index.get(keyOf(page)) ?? []).map((one) => [keyOf(one), one])).values()].sort(inOrder);
  return (page) => ({ refersTo: sorted(to, page), referredBy: sorted(by, page) });
}
