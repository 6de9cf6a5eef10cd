import type { UiText, Words } from '../text/words.ts';
import { verdictWords } from './claim.ts';
import { standingWords } from './standing.ts';
import { rungs } from './track.ts';
import { workStates } from './work-state.ts';

/** Kinds of pages in the order in which search shows them, with the heading of each. */
export const searchKinds = {
  track: 'Tracks', hub: 'Hubs', claim: 'Claims', experiment: 'Experiments', principle: 'Principles', card: 'Cards',
  roadmap: 'Roadmaps', dataset: 'Datasets', leaderboard: 'Leaderboards', figure: 'Figures', session: 'Sessions',
  note: 'Notes', guide: 'Guides', list: 'Lists',
} as const satisfies Record<string, UiText>; // prettier-ignore

/** Kinds of pages that search finds. */
export type PageKind = keyof typeof searchKinds;

export interface SearchFacet {
  name: 'kind' | 'track' | 'status' | 'language';
  label: string;
  /** Of the choice that narrows nothing. */
  all: string;
}

export const searchFacets = (t: Words): SearchFacet[] => [
  { name: 'kind', label: t('Kind'), all: t('all') },
  { name: 'track', label: t('Track'), all: t('all') },
  { name: 'status', label: t('Status'), all: t('all') },
  { name: 'language', label: t('Language'), all: t('all') },
];

/** The texts that the script of the search page says, and those of the values of its facets. */
export function searchWords(t: Words) {
  const named = (all: Record<string, UiText>): Record<string, string> =>
    Object.fromEntries(Object.entries(all).map(([value, text]) => [value, t(text)]));
  return {
    searching: t('Searching'),
    nothing: t('Nothing found for “{query}”. Try fewer words, or a name such as ridge or Fisher.'),
    noneLeft: t('{total} pages for “{query}”, none of them of this choice.'),
    one: t('1 page for “{query}”.'),
    found: t('{count} pages for “{query}”.'),
    best: t('{count} pages for “{query}”, the best {shown} of them shown.'),
    absent: t('The search index is not there. It is made by the build, so `dev` has none.'),
    headings: named(searchKinds),
    kind: named(searchKinds),
    track: {} as Record<string, string>,
    status: {
      ...named(standingWords),
      ...named(verdictWords),
      ...named(Object.fromEntries(Object.entries(workStates).map(([state, { label }]) => [state, label]))),
      ...named(Object.fromEntries(rungs.map(({ rung }) => [rung, rung]))),
    },
    language: { en: 'English', zh: '中文' } as Record<string, string>,
  };
}

export type SearchWords = ReturnType<typeof searchWords>;
