import type { Card, Note, Session } from '@paper-factory/runners/schema';
import type { SiteContext } from './context.ts';
import { entryView, type EntryView, type Known } from './entry.ts';
import { type GuideView, guideViews } from './guide.ts';
import { hubView, type HubView } from './hub.ts';
import { principleView, type PrincipleView } from './principle.ts';
import { roadmapView, type RoadmapView } from './roadmap.ts';

/** The layers above experiments: what happened, what it means, what comes next. */
export interface Layers {
  hubs: Map<string, HubView>;
  roadmaps: Map<string, RoadmapView>;
  cards: Map<string, EntryView<Card>>;
  principles: Map<string, PrincipleView>;
  sessions: Map<string, EntryView<Session>>;
  notes: Map<string, EntryView<Note>>;
  guides: Map<string, GuideView>;
}

export function layersOf(site: SiteContext, known: Known): Layers {
  const { hubs, roadmaps, cards, principles, sessions, notes } = site.loaded;
  const all = <V>(ids: Iterable<string>, view: (id: string) => V): Map<string, V> =>
    new Map([...ids].map((id) => [id, view(id)]));
  return {
    hubs: all(hubs.keys(), (id) => hubView(site, id, known)),
    roadmaps: all(roadmaps.keys(), (id) => roadmapView(site, id, known)),
    cards: all(cards.keys(), (id) => entryView(site, 'cards', cards.get(id)!, known)),
    principles: all(principles.keys(), (id) => principleView(site, id, known)),
    sessions: all(sessions.keys(), (id) => entryView(site, 'sessions', sessions.get(id)!, known)),
    notes: all(notes.keys(), (id) => entryView(site, 'notes', notes.get(id)!, known)),
    guides: guideViews(site, known),
  };
}
