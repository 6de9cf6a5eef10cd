import type { Dataset } from '@paper-factory/runners/schema';
import { bodyText, type BodyText } from './body-text.ts';
import type { SiteContext } from './context.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import { originViews, reportedViews, type OriginView, type ReportedView } from './origin.ts';
import { entryLink } from './page-link.ts';

export interface DatasetView {
  id: string;
  href: string;
  data: Dataset;
  body: BodyText;
  tracks: Link[];
  /** The experiment that executes the card. */
  card: ExperimentView | null;
  /** Experiments that read it. */
  usedBy: Link[];
  /** The dataset here that stands for one which is not at hand. */
  standIn: Link | null;
  /** Datasets that are not at hand and that it stands for. */
  standsFor: Link[];
  origin: OriginView[];
  reported: ReportedView[];
}

export function datasetView(site: SiteContext, id: string, experiments: Map<string, ExperimentView>): DatasetView {
  const entry = site.loaded.datasets.get(id)!;
  const { data } = entry;
  return {
    id,
    href: site.links.dataset(id),
    data,
    body: bodyText(entry),
    tracks: data.tracks.flatMap((letter) => {
      const track = site.loaded.tracks.get(letter)?.data;
      return track ? [{ text: `${letter} · ${track.title}`, href: site.links.track(letter) }] : [];
    }),
    card: (data.experiment && experiments.get(data.experiment)) || null,
    usedBy: [...experiments.values()]
      .filter((one) => one.datasets.some(({ href }) => href === site.links.dataset(id)))
      .map((one) => ({ text: one.title, href: one.href })),
    standIn: data.standIn ? entryLink(site, 'datasets', data.standIn) : null,
    standsFor: [...site.loaded.datasets.values()]
      .filter((one) => one.data.standIn === id)
      .flatMap((one) => entryLink(site, 'datasets', one.data.id) ?? []),
    origin: originViews(site, data.origin),
    reported: reportedViews(site, data.reported),
  };
}
