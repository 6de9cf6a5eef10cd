import type { ExperimentLog } from '@paper-factory/runners/schema';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';

/** Where the sources have a text. */
export interface OriginView {
  path: string | null;
  number: string | null;
  repository: Link | null;
  document: string | null;
  date: string | null;
  note: string | null;
}

/** What a source says, as it prints it. */
export interface ReportedView {
  label: string;
  value: string;
  source: string;
}

type Origins = Pick<ExperimentLog, 'origin' | 'reported'>;

/** Title of a source document; the id where the root's settings have none. */
export function sourceTitle({ loaded }: SiteContext, document: string): string {
  return loaded.config.sources[document]?.title ?? document;
}

export function originViews(site: SiteContext, origin: Origins['origin']): OriginView[] {
  const repositories = site.loaded.repositories?.data.repositories ?? [];
  return origin.map((one) => {
    const repository = repositories.find(({ id }) => id === one.repository);
    return {
      path: one.path ?? null,
      number: one.number ?? null,
      repository: repository ? { text: repository.name, href: site.links.part('repositories', repository.id) } : null,
      document: one.document ? sourceTitle(site, one.document) : null,
      date: one.date ?? null,
      note: one.note ?? null,
    };
  });
}

export function reportedViews(site: SiteContext, reported: Origins['reported']): ReportedView[] {
  return reported.map(({ label, value, source }) => ({
    label,
    value,
    source: sourceTitle(site, source.split('#')[0] ?? ''),
  }));
}
