import type { Contradiction, Glossary, Repositories, Start } from '@paper-factory/runners/schema';
import { figureReference, many, one, type Reference, type ReferenceKind } from './references.ts';
import type { DataPath } from './types.ts';

const kinds: Record<string, ReferenceKind> = {
  track: 'track',
  exp: 'experiment',
  hub: 'hub',
  roadmap: 'roadmap',
  card: 'card',
  principle: 'principle',
  dataset: 'dataset',
  session: 'session',
  note: 'note',
  guide: 'guide',
  claim: 'claim',
};

/** What a link like `hub:fisher` names; `page:review` names a page that is always there. */
export function pageReference(link: string, ...path: DataPath): Reference[] {
  const [scheme, id] = [link.slice(0, link.indexOf(':')), link.slice(link.indexOf(':') + 1)];
  if (scheme === 'page') return [];
  return scheme === 'fig' ? figureReference(id, ...path) : one(kinds[scheme], id, ...path);
}

export const referencesOfGlossary = ({ terms }: Glossary): Reference[] =>
  terms.flatMap(({ tracks, see }, i) => [
    ...many('track', tracks, 'terms', i, 'tracks'),
    ...see.flatMap((link, j) => pageReference(link, 'terms', i, 'see', j)),
  ]);

export const referencesOfStart = ({ entries }: Start): Reference[] =>
  entries.flatMap(({ page }, i) => pageReference(page, 'entries', i, 'page'));

export const referencesOfContradiction = (entry: Contradiction, ...at: DataPath): Reference[] => [
  ...many('track', entry.tracks, ...at, 'tracks'),
  ...many('claim', entry.claims, ...at, 'claims'),
  ...many('claim', entry.settledBy, ...at, 'settledBy'),
  ...entry.sides.flatMap(({ source }, i) => one('source', source.document, ...at, 'sides', i, 'source', 'document')),
  ...one('question', entry.question && `${entry.tracks[0]}/${entry.question}`, ...at, 'question'),
];

export const referencesOfRepositories = ({ repositories }: Repositories): Reference[] =>
  repositories.flatMap(({ tracks, replacedBy }, i) => [
    ...many('track', tracks, 'repositories', i, 'tracks'),
    ...many('experiment', replacedBy, 'repositories', i, 'replacedBy'),
  ]);
