import { escapeHtml } from '../../site/lib/format.ts';
import { languageTags } from '../../site/lib/locale.ts';
import type { Address } from './program.ts';

const schemas = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';

/** Sitemaps may name 50,000 pages each. */
const most = 50_000;

/**
 * Files that tell search engines which pages there are, and which are the same in another language.
 * @param pages Addresses below the base path, e.g. `zh/tracks/e`; empty for the home page.
 */
export function sitemaps(pages: readonly string[], { base, url }: Address): Map<string, string> {
  const known = new Set(pages);
  const href = (path: string): string => escapeHtml(new URL(`${base}${path}${path === '' ? '' : '/'}`, url).href);
  const entry = (path: string): string => {
    const english = path.replace(/^zh(?:\/|$)/, '');
    const versions = { en: english, zh: english === '' ? 'zh' : `zh/${english}` };
    const links = (['en', 'zh'] as const).map(
      (locale) => `<xhtml:link rel="alternate" hreflang="${languageTags[locale]}" href="${href(versions[locale])}"/>`,
    );
    const both = known.has(versions.en) && known.has(versions.zh);
    return `<url><loc>${href(path)}</loc>${both ? links.join('') : ''}</url>`;
  };
  const entries = [...pages].sort().map(entry);
  const parts = Array.from({ length: Math.max(1, Math.ceil(entries.length / most)) }, (_, i) =>
    entries.slice(i * most, (i + 1) * most).join(''),
  );
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const listed = parts.map(
    (_, i) => `<sitemap><loc>${escapeHtml(new URL(`${base}sitemap-${i}.xml`, url).href)}</loc></sitemap>`,
  );
  return new Map([
    ...parts.map((part, i) => [`sitemap-${i}.xml`, `${head}<urlset ${schemas}>${part}</urlset>`] as const),
    [
      'sitemap-index.xml',
      `${head}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed.join('')}</sitemapindex>`,
    ],
  ]);
}
