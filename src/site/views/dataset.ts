import type { Dataset } from '@paper-factory/runners/schema';
import type { SiteContext } from './context.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import { originViews, reportedViews, type OriginView, type ReportedView } from './origin.ts';
import { entryLink } from './page-link.ts';

export interface DatasetView {
  id: string;
  href: string;
  data: Dataset;
  body: { text: string; format: 'md' | 'mdx'; file: string };
  tracks: Link[];
  /** The experiment that executes the card. */
  card: ExperimentView | null;
  /** Experiments of the same suite. */
  usedBy: Link[];
  /** The dataset here that stands for one which is not at hand. */
  standIn: Link | null;
  /** Datasets that are not at hand and that it stands for. */
  standsFor: Link[];
  origin: OriginView[];
  reported: ReportedView[];
}

/** Datasets here that a suite's experiments read, for pages that link to them. */
export function datasetsBySuite(site: SiteContext): Map<string, Link[]> {
  const bySuite = new Map<string, Link[]>();
  for (const [id, { data }] of site.loaded.datasets) {
    if (data.suite && data.state === 'here')
      bySuite.set(data.suite, [...(bySuite.get(data.suite) ?? []), { text: data.title, href: site.links.dataset(id) }]);
  }
  return bySuite;
}

export function datasetView(site: SiteContext, id: string, experiments: Map<string, ExperimentView>): DatasetView {
  const { data, body, format, file } = site.loaded.datasets.get(id)!;
  return {
    id,
    href: site.links.dataset(id),
    data,
    body: { text: body, format, file },
    tracks: data.tracks.flatMap((letter) => {
      const track = site.loaded.tracks.get(letter)?.data;
      return track ? [{ text: `${letter} · ${track.title}`, href: site.links.track(letter) }] : [];
    }),
    card: (data.experiment && experiments.get(data.experiment)) || null,
    usedBy: [...experiments.values()]
      .filter((one) => data.state === 'here' && data.suite && one.suite === data.suite)
      .map((one) => ({ text: one.title, href: one.href })),
    standIn: data.standIn ? entryLink(site, 'datasets', data.standIn) : null,
    standsFor: [...site.loaded.datasets.values()]
      .filter((one) => one.data.standIn === id)
      .flatMap((one) => entryLink(site, 'datasets', one.data.id) ?? []),
    origin: originViews(site, data.origin),
    reported: reportedViews(site, data.reported),
  };
}
