import { readingMinutes } from '../lib/reading-time.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';
import { collectionNouns, linkedEntry, linkedList, pageLink } from './page-link.ts';

export interface StartEntry {
  link: Link;
  /** Kind of page, e.g. `track`. */
  kind: string;
  purpose: string;
  minutes: number;
  /** Whether the minutes were counted from the text, and not given by the author. */
  counted: boolean;
  reported: string | null;
}

export interface StartView {
  intro: string | null;
  entries: StartEntry[];
  minutes: number;
}

const otherKinds: Record<string, string> = { fig: 'figure', claim: 'claim', page: 'page' };

/** What is read on a page; of a list that is computed, nothing that could be counted. */
function textOf(site: SiteContext, page: string): { data: unknown; body: string } {
  const list = linkedList(page);
  if (list === 'glossary' || list === 'contradictions') return { data: site.loaded[list]?.data, body: '' };
  const linked = linkedEntry(site.loaded, page);
  if (linked) return linked.entry;
  const id = page.slice(page.indexOf(':') + 1);
  return { data: site.loaded.claims.get(id)?.claim ?? site.loaded.figures.get(id) ?? {}, body: '' };
}

export function startView(site: SiteContext): StartView | null {
  const start = site.loaded.start?.data;
  if (!start) return null;
  const entries = start.entries.flatMap((one): StartEntry[] => {
    const link = pageLink(site, one.page);
    if (!link) return [];
    const entry = linkedEntry(site.loaded, one.page);
    return [
      {
        link: { ...link, text: one.title ?? link.text },
        kind: entry ? collectionNouns[entry.collection] : (otherKinds[one.page.split(':')[0] ?? ''] ?? 'page'),
        purpose: one.purpose,
        minutes: one.minutes ?? readingMinutes(textOf(site, one.page)),
        counted: one.minutes === undefined,
        reported: one.reported ?? null,
      },
    ];
  });
  return {
    intro: start.intro ?? null,
    entries,
    minutes: entries.reduce((sum, one) => sum + one.minutes, 0),
  };
}
