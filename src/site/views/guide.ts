import { type Guide, type GuideKind, guideKinds } from '@paper-factory/runners/schema';
import type { UiText } from '../text/words.ts';
import { readingMinutes } from '../lib/reading-time.ts';
import { bodyText, type BodyText } from './body-text.ts';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { linksTo, pick, type Known } from './entry.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';

/** What each kind of guide is called above its list. */
export const guideTitles = {
  tutorial: 'Tutorials', 'how-to': 'How to', explanation: 'Explanations', reference: 'Reference',
} as const satisfies Record<GuideKind, UiText>; // prettier-ignore

export interface GuideView {
  id: string;
  href: string;
  data: Guide;
  body: BodyText;
  /** To read it, counted from its text. */
  minutes: number;
  tracks: Link[];
  experiments: ExperimentView[];
  claims: ClaimView[];
}

export interface GuideGroup {
  kind: GuideKind;
  guides: GuideView[];
}

const inOrder = (a: GuideView, b: GuideView): number =>
  guideKinds.indexOf(a.data.kind) - guideKinds.indexOf(b.data.kind) ||
  a.data.order - b.data.order ||
  (a.data.title < b.data.title ? -1 : 1);

/** The guides of a root as they are read: by kind, then in their authors' order. */
export function guideViews(site: SiteContext, known: Known): Map<string, GuideView> {
  const views = [...site.loaded.guides.values()].map((entry): GuideView => {
    const { data } = entry;
    return {
      id: data.id,
      href: site.links.page('guides', data.id),
      data,
      body: bodyText(entry),
      minutes: readingMinutes(entry),
      tracks: linksTo(site, 'tracks', data.tracks),
      experiments: pick(known.experiments, data.experiments),
      claims: pick(known.claims, data.claims),
    };
  });
  return new Map(views.sort(inOrder).map((one) => [one.id, one]));
}

/** By kind, kinds without a guide left out. */
export function guideGroups(guides: ReadonlyMap<string, GuideView>): GuideGroup[] {
  const all = [...guides.values()];
  return guideKinds
    .map((kind) => ({ kind, guides: all.filter(({ data }) => data.kind === kind) }))
    .filter((group) => group.guides.length > 0);
}

/** The guides before and after one of its kind. */
export function neighbours(
  guides: ReadonlyMap<string, GuideView>,
  id: string,
): Record<'previous' | 'next', GuideView | null> {
  const kind = guides.get(id)?.data.kind;
  const all = [...guides.values()].filter(({ data }) => data.kind === kind);
  const at = all.findIndex((one) => one.id === id);
  return { previous: all[at - 1] ?? null, next: all[at + 1] ?? null };
}
