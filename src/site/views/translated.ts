import type { CollectionName } from '../../content/types.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';
import { entryLink } from './page-link.ts';
import type { UiText } from '../text/words.ts';

const titles = {
  tracks: 'Tracks', hubs: 'Hubs', roadmaps: 'Roadmaps', cards: 'Cards', principles: 'Principles', experiments: 'Experiments',
  datasets: 'Datasets', sessions: 'Sessions', notes: 'Notes', guides: 'Guides',
} as const satisfies Record<CollectionName, UiText>; // prettier-ignore

/** What a start page of a language lists: entries by collection, and tracks with their count of translated claims. */
export function translatedEntries(site: SiteContext): {
  groups: { title: string; links: Link[] }[];
  claims: { letter: string; count: number }[];
} {
  const { translations, claimTranslations, tracks } = site.loaded;
  const groups = (Object.keys(titles) as CollectionName[]).map((collection) => ({
    title: site.t(titles[collection]),
    links: [...translations.keys()]
      .filter((key) => key.startsWith(`${collection}/`))
      .flatMap((key) => entryLink(site, collection, key.slice(collection.length + 1)) ?? []),
  }));
  return {
    groups: groups.filter(({ links }) => links.length > 0),
    claims: [...claimTranslations]
      .map(([letter, { data }]) => ({ letter, count: Object.keys(data.statements).length }))
      .filter(({ letter, count }) => count > 0 && tracks.has(letter)),
  };
}
