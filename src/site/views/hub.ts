import type { Card, Hub, Note, Session } from '@paper-factory/runners/schema';
import type { Entry } from '../../content/types.ts';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { entryView, pick, type EntryView, type Known } from './entry.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import { standingOf, type StandingView } from './standing.ts';
import { workState, type WorkState } from './work-state.ts';

export interface HubView extends EntryView<Hub> {
  findings: { text: string; claims: ClaimView[]; standing: StandingView }[];
  /** Findings by standing. */
  counts: { standing: StandingView['standing']; count: number }[];
  /** Named by the hub, or of its topic. */
  all: ExperimentView[];
  next: { text: string; experiment: ExperimentView | null; state: WorkState | null }[];
  roadmaps: Link[];
  principles: Link[];
  sessions: (Link & { date: string })[];
  cards: Link[];
  notes: Link[];
}

const standings = ['holds', 'partly', 'fails', 'open'] as const;

type Fed = Session | Card | Note;

/** Entries that name the hub; sessions and notes: the latest first. */
function feeding<T extends Fed>(entries: Map<string, Entry<T>>, hub: string): T[] {
  return [...entries.values()].map(({ data }) => data).filter(({ hubs }) => hubs.includes(hub));
}

/** The day on which a session was held: that of the source where it has one, else when it was written down here. */
export const sessionDay = ({ origin, date }: Pick<Session, 'origin' | 'date'>): string =>
  origin.find((one) => one.date)?.date ?? date;

const latestFirst = (a: { date: string }, b: { date: string }): number => (a.date < b.date ? 1 : -1);

export function hubView(site: SiteContext, id: string, known: Known): HubView {
  const { loaded, links } = site;
  const entry = loaded.hubs.get(id)!;
  const { data } = entry;
  const view = entryView(site, 'hubs', entry, known);
  const link = (
    collection: 'cards' | 'notes' | 'sessions' | 'roadmaps' | 'principles',
    one: { id: string; title: string },
  ) => ({
    text: one.title,
    href: links.page(collection, one.id),
  });
  const ofTopic = [...known.experiments.values()].filter(({ log }) => log?.topic === data.topic);
  const findings = data.findings.map(({ text, claims }) => {
    const found = pick(known.claims, claims);
    return { text, claims: found, standing: standingOf(site, claims) };
  });
  return {
    ...view,
    findings,
    counts: standings
      .map((standing) => ({ standing, count: findings.filter((one) => one.standing.standing === standing).length }))
      .filter(({ count }) => count > 0),
    all: [...new Set([...view.experiments, ...ofTopic])],
    next: data.next.map(({ text, experiment }) => {
      const found = (experiment && known.experiments.get(experiment)) || null;
      return { text, experiment: found, state: found && workState(found) };
    }),
    roadmaps: [...loaded.roadmaps.values()]
      .filter((one) => one.data.hub === id)
      .map((one) => link('roadmaps', one.data)),
    principles: [...loaded.principles.values()]
      .filter((one) => one.data.topic === data.topic)
      .map((one) => link('principles', one.data)),
    sessions: feeding(loaded.sessions, id)
      .map((one) => ({ ...link('sessions', one), date: sessionDay(one) }))
      .sort(latestFirst),
    cards: feeding(loaded.cards, id).map((one) => link('cards', one)),
    notes: feeding(loaded.notes, id)
      .sort(latestFirst)
      .map((one) => link('notes', one)),
  };
}
