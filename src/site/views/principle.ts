import type { Principle } from '@paper-factory/runners/schema';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { entryView, linksTo, pick, type EntryView, type Known } from './entry.ts';
import type { Link } from './link.ts';
import { standingOf, type StandingView } from './standing.ts';

export interface PrincipleView extends EntryView<Principle> {
  standing: StandingView;
  /** Claims that support it, in place of those it is merely about. */
  supporting: ClaimView[];
  against: ClaimView[];
  cards: Link[];
}

export function principleView(site: SiteContext, id: string, known: Known): PrincipleView {
  const entry = site.loaded.principles.get(id)!;
  const { data } = entry;
  return {
    ...entryView(site, 'principles', entry, known),
    standing: standingOf(site, data.claims, data.against),
    supporting: pick(known.claims, data.claims),
    against: pick(known.claims, data.against),
    cards: linksTo(site, 'cards', data.cards),
  };
}
