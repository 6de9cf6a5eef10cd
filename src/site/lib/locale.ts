import type { LoadedRoot } from '../../content/types.ts';
import { createLinks } from './links.ts';

/** Languages in which pages are read; English is at the root of the site, the others under their own folder. */
export type Locale = 'en' | 'zh';

/** As HTML and hreflang name it: the translations are written in simplified signs. */
export const languageTags: Record<Locale, string> = { en: 'en', zh: 'zh-Hans' };

/** The language of Astro's `currentLocale`. */
export const localeOf = (current: string | undefined): Locale => (current === 'zh' ? 'zh' : 'en');

/**
 * Pages that exist in Chinese too, by their English address below the base, e.g. `tracks/e/`; empty where nothing is
 * translated. A claim has a page when its statement is translated.
 */
export function translatedPages(loaded: LoadedRoot): ReadonlySet<string> {
  const { page, claim } = createLinks('');
  const entries = [...loaded.translations.keys()].map((key) => {
    const [collection = '', id = ''] = key.split('/');
    return page(collection, id);
  });
  const claims = [...loaded.claimTranslations.values()]
    .flatMap(({ data }) => Object.keys(data.statements))
    .filter((id) => loaded.claims.has(id))
    .map(claim);
  const pages = [...entries, ...claims];
  return new Set(pages.length > 0 ? ['', 'search/', ...pages] : []);
}
