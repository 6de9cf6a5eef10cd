import type { LoadedRoot } from '../../content/types.ts';
import { relatedPages, type PageKind, type PageRef } from '../../evidence/related.ts';
import { textReader } from '../judged.ts';
import type { SiteContext } from './context.ts';
import type { UiText } from '../text/words.ts';
import type { Link } from './link.ts';
import { pageLink } from './page-link.ts';

/** Pages of one kind that name another. */
export interface ReferrersOfKind {
  kind: string;
  links: Link[];
}

const titles = {
  track: 'Tracks', claim: 'Claims', experiment: 'Experiments', dataset: 'Datasets', hub: 'Hubs', roadmap: 'Roadmaps',
  card: 'Cards', principle: 'Principles', session: 'Sessions', note: 'Notes', guide: 'Guides', contradiction: 'Contradictions',
  repository: 'Repositories', glossary: 'Glossary',
} as const satisfies Record<PageKind, UiText>; // prettier-ignore

/** Entries of the pages that hold all of their kind. */
function partLink({ loaded, links }: SiteContext, { kind, id }: PageRef): Link | null {
  const titled: Partial<Record<PageKind, [page: 'contradictions' | 'repositories' | 'glossary', text?: string]>> = {
    contradiction: ['contradictions', loaded.contradictions?.data.contradictions.find((one) => one.id === id)?.title],
    repository: ['repositories', loaded.repositories?.data.repositories.find((one) => one.id === id)?.name],
    glossary: ['glossary', loaded.glossary?.data.terms.find((one) => one.id === id)?.term],
  };
  const [page, text] = titled[kind] ?? [];
  return page && text !== undefined ? { text, href: links.part(page, id) } : null;
}

const linkOf = (site: SiteContext, page: PageRef): Link | null =>
  partLink(site, page) ?? pageLink(site, `${page.kind === 'experiment' ? 'exp' : page.kind}:${page.id}`);

const known = new WeakMap<LoadedRoot, ReturnType<typeof relatedPages>>();

/** What names a page, by kind of page; `shown` are kinds that the page lists anyway. */
export function referrers(site: SiteContext, page: PageRef, shown: readonly PageKind[] = []): ReferrersOfKind[] {
  const related = known.get(site.loaded) ?? relatedPages(site.loaded, textReader());
  known.set(site.loaded, related);
  const by = related(page).referredBy.filter(({ kind }) => !shown.includes(kind));
  return [...Map.groupBy(by, ({ kind }) => kind)]
    .map(([kind, pages]) => ({ kind: site.t(titles[kind]), links: pages.flatMap((one) => linkOf(site, one) ?? []) }))
    .filter(({ links }) => links.length > 0);
}
