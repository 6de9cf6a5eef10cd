import type { CollectionName } from '../../content/types.ts';
import type { Changes, Gone } from '../../evidence/changes.ts';
import { formatNumber, formatPlain } from '../lib/format.ts';
import type { UiText } from '../text/words.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';
import { entryLink } from './page-link.ts';

/** A list of changed things under a heading. */
export interface ChangeList {
  title: UiText;
  items: { link: Link; note?: string }[];
  gone?: Gone[];
}

export interface ChangesView {
  since: string;
  date: string;
  commit: string | null;
  unread: number;
  verdicts: {
    link: Link;
    from: Changes['claims']['changed'][number]['from'];
    to: Changes['claims']['changed'][number]['to'];
  }[];
  claims: ChangeList[];
  experiments: ChangeList[];
  numbers: { link: Link; rows: { href: string; text: string; from: string; to: string; unit: string }[] }[];
  maturity: { link: Link; from: string | null; to: string }[];
  pages: { title: UiText; lists: ChangeList[] }[];
  contradictions: ChangeList[];
}

const collectionTitles = {
  tracks: 'Tracks', experiments: 'Experiments', hubs: 'Hubs', cards: 'Cards', principles: 'Principles',
  datasets: 'Datasets', roadmaps: 'Roadmaps', sessions: 'Sessions', notes: 'Notes',
  guides: 'Guides',
} as const satisfies Record<CollectionName, UiText>; // prettier-ignore

/** Lists that have something. */
const filled = (lists: ChangeList[]): ChangeList[] =>
  lists.filter(({ items, gone = [] }) => items.length + gone.length > 0);

function experimentLink(site: SiteContext, id: string): Link {
  const { experiments, configs } = site.loaded;
  const text = experiments.get(id)?.data.title ?? configs.get(id)?.config.title ?? id;
  return { text, href: site.links.experiment(id) };
}

function numbersOf(
  site: SiteContext,
  { experiment, rows }: Changes['numbers'][number],
): ChangesView['numbers'][number] {
  const metrics = new Map(site.outcomes.get(experiment)?.metrics.map((one) => [one.name, one]) ?? []);
  return {
    link: experimentLink(site, experiment),
    rows: rows.map(({ address, from, to }) => {
      const text = address.slice(experiment.length + 1);
      const metric = metrics.get(text.split('?')[0]!);
      // As many digits as show a difference.
      const digits = [0, 2, 4].map((more) => (metric?.digits ?? 4) + more);
      const shown = digits.find((one) => formatNumber(from, one) !== formatNumber(to, one));
      const write = (value: number): string => (shown === undefined ? formatPlain(value) : formatNumber(value, shown));
      return { href: site.links.metric(address), text, from: write(from), to: write(to), unit: metric?.unit ?? '' };
    }),
  };
}

/** What changed since a tag, ready to be set; null where the build was not asked for it. */
export function changesView(site: SiteContext): ChangesView | null {
  const { changes } = site.state;
  if (!changes) return null;
  const { t } = site;
  const claim = (id: string): { link: Link } => ({
    link: { text: site.loaded.claims.get(id)?.claim.statement ?? id, href: site.links.claim(id) },
  });
  const experiment = (id: string): { link: Link } => ({ link: experimentLink(site, id) });
  const entries = (collection: CollectionName, ids: readonly string[]) =>
    ids.flatMap((id) => {
      const link = entryLink(site, collection, id);
      return link ? [{ link }] : [];
    });
  const { claims, experiments, contradictions } = changes;
  const listed = new Map(site.loaded.contradictions?.data.contradictions.map(({ id, title }) => [id, title]) ?? []);
  return {
    since: changes.since,
    date: changes.date,
    commit: changes.commit,
    unread: changes.unread,
    verdicts: claims.changed.map(({ id, from, to }) => ({ ...claim(id), from, to })),
    claims: filled([
      { title: 'New claims', items: claims.added.map(claim) },
      { title: 'Claims with other words or another test', items: claims.restated.map(claim) },
      { title: 'Claims taken back', items: [], gone: claims.removed },
    ]),
    experiments: filled([
      { title: 'New experiments', items: experiments.added.map(experiment) },
      { title: 'Executed for the first time', items: experiments.first.map(experiment) },
      {
        title: 'Executed again',
        items: experiments.executed.map(({ id, same }) => ({
          ...experiment(id),
          note: t(same ? 'the same numbers' : 'other numbers'),
        })),
      },
      {
        title: 'Moved',
        items: experiments.moved.map(({ from, to }) => ({ ...experiment(to), note: t('before: {id}', { id: from }) })),
      },
      { title: 'Experiments taken back', items: [], gone: experiments.removed },
    ]),
    numbers: changes.numbers.map((one) => numbersOf(site, one)),
    maturity: changes.maturity.flatMap(({ track, from, to }) => {
      const link = entryLink(site, 'tracks', track);
      return link ? [{ link, from, to }] : [];
    }),
    pages: changes.pages.map(({ collection, added, changed, removed, moved }) => ({
      title: collectionTitles[collection],
      lists: filled([
        { title: 'New', items: entries(collection, added) },
        { title: 'Changed', items: entries(collection, changed) },
        {
          title: 'Moved',
          items: moved.flatMap(({ from, to }) =>
            entries(collection, [to]).map((one) => ({ ...one, note: t('before: {id}', { id: from }) })),
          ),
        },
        { title: 'Taken back', items: [], gone: removed },
      ]),
    })),
    contradictions: filled([
      {
        title: 'New',
        items: contradictions.added.map((id) => ({
          link: { text: listed.get(id) ?? id, href: site.links.part('contradictions', id) },
        })),
      },
      { title: 'Taken back', items: [], gone: contradictions.removed },
    ]),
  };
}
