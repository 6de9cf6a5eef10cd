import type { Card, Hub, Note, Principle, Roadmap, Session } from '@paper-factory/runners/schema';
import type { Entry } from '../../content/types.ts';
import { bodyText, type BodyText } from './body-text.ts';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import { originViews, reportedViews, type OriginView, type ReportedView } from './origin.ts';
import { entryLink } from './page-link.ts';

/** Front matter of the layers above experiments. */
export type LayerData = Hub | Roadmap | Card | Principle | Session | Note;
export type LayerName = 'hubs' | 'roadmaps' | 'cards' | 'principles' | 'sessions' | 'notes';

/** What is already made when the layers are. */
export interface Known {
  claims: ReadonlyMap<string, ClaimView>;
  experiments: ReadonlyMap<string, ExperimentView>;
}

/** What every entry of the layers has. */
export interface EntryView<T extends LayerData> {
  id: string;
  href: string;
  data: T;
  body: BodyText;
  tracks: Link[];
  hubs: Link[];
  experiments: ExperimentView[];
  claims: ClaimView[];
  origin: OriginView[];
  reported: ReportedView[];
}

export const pick = <V>(map: ReadonlyMap<string, V>, ids: readonly string[]): V[] =>
  ids.flatMap((id) => map.get(id) ?? []);

export const linksTo = (site: SiteContext, collection: 'tracks' | 'hubs' | 'cards', ids: readonly string[]): Link[] =>
  ids.flatMap((id) => entryLink(site, collection, id) ?? []);

export function entryView<T extends LayerData>(
  site: SiteContext,
  collection: LayerName,
  entry: Entry<T>,
  known: Known,
): EntryView<T> {
  const { data } = entry;
  const hubs = 'hubs' in data ? data.hubs : 'hub' in data && data.hub ? [data.hub] : [];
  return {
    id: data.id,
    href: site.links.page(collection, data.id),
    data,
    body: bodyText(entry),
    tracks: linksTo(site, 'tracks', data.tracks),
    hubs: linksTo(site, 'hubs', hubs),
    experiments: pick(known.experiments, data.experiments),
    claims: pick(known.claims, data.claims),
    origin: originViews(site, data.origin),
    reported: reportedViews(site, data.reported),
  };
}
