import { listPages, type ListPage } from '@paper-factory/runners/schema';
import type { CollectionName, Entry, LoadedRoot } from '../../content/types.ts';
import type { UiText } from '../text/words.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';

const collections: Record<string, CollectionName> = {
  track: 'tracks', exp: 'experiments', hub: 'hubs', roadmap: 'roadmaps', card: 'cards', principle: 'principles',
  dataset: 'datasets', session: 'sessions', note: 'notes', guide: 'guides',
}; // prettier-ignore

/** What a page is called, by collection. */
export const collectionNouns: Record<CollectionName, string> = {
  tracks: 'track', experiments: 'experiment', hubs: 'hub', roadmaps: 'roadmap', cards: 'card', principles: 'principle',
  datasets: 'dataset', sessions: 'session', notes: 'note', guides: 'guide',
}; // prettier-ignore

/** The entry that a page link such as `hub:fisher` names, or null. */
export function linkedEntry(
  loaded: LoadedRoot,
  target: string,
): { collection: CollectionName; id: string; entry: Entry<{ title: string }> } | null {
  const [kind = '', id = ''] = target.split(':');
  const collection = collections[kind];
  const entry = collection && loaded[collection].get(id);
  return collection && entry ? { collection, id, entry } : null;
}

export function entryLink({ loaded, links }: SiteContext, collection: CollectionName, id: string): Link | null {
  const entry = loaded[collection].get(id);
  if (!entry) return null;
  const { title } = entry.data;
  return { text: collection === 'tracks' ? `${id} · ${title}` : title, href: links.page(collection, id) };
}

const listTitles = {
  claims: 'Claims', contradictions: 'Contradictions', datasets: 'Datasets', evidence: 'Evidence map',
  experiments: 'Experiments', figures: 'Figures', glossary: 'Glossary', kanban: 'Kanban', leaderboards: 'Leaderboards',
  missing: 'Missing information', principles: 'Principles', review: 'Review',
} as const satisfies Record<ListPage, UiText>; // prettier-ignore

/** The page that a link such as `page:review` names, or null. */
export function linkedList(target: string): ListPage | null {
  return listPages.find((name) => target === `page:${name}`) ?? null;
}

function listLink({ links, t }: SiteContext, name: ListPage): Link {
  const own = name === 'claims' || name === 'leaderboards' || name === 'figures' || name === 'evidence';
  return { text: t(listTitles[name]), href: own ? links[name] : links.section(name) };
}

/** Where a page link leads; null for an entry that is not shown. */
export function pageLink(site: SiteContext, target: string): Link | null {
  const list = linkedList(target);
  if (list) return listLink(site, list);
  const [kind = '', id = ''] = target.split(':');
  if (kind === 'claim') {
    const claim = site.loaded.claims.get(id)?.claim;
    return claim ? { text: claim.statement, href: site.links.claim(id) } : null;
  }
  if (kind === 'fig') {
    const figure = site.loaded.figures.get(id);
    return figure ? { text: figure.title, href: site.links.figure(figure.experiment, figure.name) } : null;
  }
  const entry = linkedEntry(site.loaded, target);
  return entry && entryLink(site, entry.collection, entry.id);
}
