import type { Glossary } from '@paper-factory/runners/schema';
import { plainText } from '../lib/tex.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';
import { pageLink } from './page-link.ts';

export interface TermView extends Omit<Glossary['terms'][number], 'see'> {
  see: Link[];
}

export interface GlossaryView {
  /** By first letter, sorted; what begins with none is under `#`. */
  groups: { letter: string; anchor: string; terms: TermView[] }[];
  total: number;
}

/** Without the brackets of `[M/H]`. */
const sortKey = (term: string): string =>
  plainText(term)
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '');

/** Terms sorted as in an English dictionary; a letter with an accent or a Greek one stands under `#`. */
export function glossaryView(site: SiteContext): GlossaryView | null {
  const terms = site.loaded.glossary?.data.terms;
  if (!terms || terms.length === 0) return null;
  const sorted = [...terms].sort((a, b) => sortKey(a.term).localeCompare(sortKey(b.term), 'en'));
  const groups = new Map<string, TermView[]>();
  for (const term of sorted) {
    const first = sortKey(term.term)[0]?.toUpperCase() ?? '';
    const letter = /[A-Z]/.test(first) ? first : '#';
    const view = {
      ...term,
      see: term.see.flatMap((one) => pageLink(site, one) ?? []),
    };
    groups.set(letter, [...(groups.get(letter) ?? []), view]);
  }
  return {
    groups: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([letter, terms]) => ({
        letter,
        anchor: letter === '#' ? 'other' : `letter-${letter.toLowerCase()}`,
        terms,
      })),
    total: terms.length,
  };
}
