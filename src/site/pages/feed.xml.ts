import type { APIRoute } from 'astro';
import { Feed } from 'feed';
import { plainText } from '../lib/tex.ts';
import { siteModel, type SiteModel } from '../model.ts';

interface Dated {
  title: string;
  href: string;
  summary: string;
  date: string;
  updated: string;
  authors: string[];
}

type Author = string | { name: string };

/** Everything that is dated, the latest first. */
function datedPages({ context }: SiteModel): Dated[] {
  const { loaded, links } = context;
  const dated = (
    data: { title: string; date: string; updated?: string | undefined; authors: Author[] },
    href: string,
    summary: string,
  ): Dated => ({
    title: plainText(data.title),
    href,
    summary: plainText(summary),
    date: data.date,
    updated: data.updated ?? data.date,
    authors: data.authors.map((one) => (typeof one === 'string' ? one : one.name)),
  });
  return [
    ...[...loaded.tracks.values()].map(({ data }) => dated(data, links.track(data.id), data.thesis)),
    ...[...loaded.experiments.values()].map(({ data }) => dated(data, links.experiment(data.id), data.question)),
    ...[...loaded.hubs.values()].map(({ data }) => dated(data, links.page('hubs', data.id), data.question)),
    ...[...loaded.cards.values()].map(({ data }) => dated(data, links.page('cards', data.id), data.summary)),
    ...[...loaded.principles.values()].map(({ data }) => dated(data, links.page('principles', data.id), data.rule)),
    ...[...loaded.sessions.values()].map(({ data }) => dated(data, links.page('sessions', data.id), data.subject)),
    ...[...loaded.notes.values()].map(({ data }) => dated(data, links.page('notes', data.id), '')),
  ].sort((a, b) => compare(b.updated, a.updated) || compare(a.href, b.href));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The Atom feed: what was written or changed, by the dates that the authors give. */
export const GET: APIRoute = ({ site }) => {
  const model = siteModel();
  const { config } = model.context.loaded;
  const { links } = model.context;
  const absolute = (href: string): string => new URL(href, site).href;
  const pages = datedPages(model);
  const feed = new Feed({
    id: absolute(links.home),
    link: absolute(links.home),
    title: config.title,
    description: config.tagline,
    copyright: '',
    generator: 'Paper Factory',
    updated: new Date(pages[0]?.updated ?? 0),
    feedLinks: { atom: absolute(links.feed) },
  });
  for (const page of pages) {
    feed.addItem({
      id: absolute(page.href),
      link: absolute(page.href),
      title: page.title,
      description: page.summary,
      date: new Date(page.updated),
      published: new Date(page.date),
      author: page.authors.map((name) => ({ name })),
    });
  }
  return new Response(feed.atom1(), { headers: { 'content-type': 'application/atom+xml' } });
};
