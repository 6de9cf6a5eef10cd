import type { Roadmap } from '@paper-factory/runners/schema';
import type { SiteContext } from './context.ts';
import type { ClaimView } from './claim.ts';
import { entryView, pick, type EntryView, type Known } from './entry.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import { workState, type WorkState } from './work-state.ts';

/** A step of a roadmap: what is computed here, and apart from it what the source says of its own work. */
export interface MilestoneView {
  anchor: string;
  /** Place in the list, from 1. */
  step: number;
  number: string | null;
  title: string;
  window: string | null;
  optional: boolean;
  note: string | null;
  experiment: ExperimentView | null;
  /** null where neither an experiment nor a claim is bound to it. */
  state: WorkState | null;
  claims: ClaimView[];
  after: Link[];
  reported: Roadmap['milestones'][number]['reported'] | null;
}

export interface RoadmapView extends EntryView<Roadmap> {
  milestones: MilestoneView[];
  /** Milestones by computed state. */
  counts: { state: WorkState; count: number }[];
  unbound: number;
}

const order: WorkState[] = ['done', 'running', 're-execute', 'planned', 'abandoned'];

/** Done when its experiment is; without one, when runs have judged every claim that it is to settle. */
function milestoneState(experiment: ExperimentView | null, claims: ClaimView[]): WorkState | null {
  if (experiment) return workState(experiment);
  if (claims.length === 0) return null;
  return claims.every(({ verdict }) => verdict !== 'unexecuted' && verdict !== 'stale') ? 'done' : 'planned';
}

export const milestoneAnchor = (id: string): string => `milestone-${id}`;

export function roadmapView(site: SiteContext, id: string, known: Known): RoadmapView {
  const entry = site.loaded.roadmaps.get(id)!;
  const { milestones } = entry.data;
  const byId = new Map(milestones.map((one) => [one.id, one]));
  const views = milestones.map((one, i): MilestoneView => {
    const experiment = (one.experiment && known.experiments.get(one.experiment)) || null;
    const claims = pick(known.claims, one.claims);
    return {
      anchor: milestoneAnchor(one.id),
      step: i + 1,
      number: one.number ?? null,
      title: one.title,
      window: one.window ?? null,
      optional: one.optional,
      note: one.note ?? null,
      experiment,
      state: milestoneState(experiment, claims),
      claims,
      after: pick(byId, one.after).map((before) => ({
        text: String(milestones.indexOf(before) + 1),
        href: `#${milestoneAnchor(before.id)}`,
      })),
      reported: one.reported ?? null,
    };
  });
  return {
    ...entryView(site, 'roadmaps', entry, known),
    milestones: views,
    counts: order
      .map((state) => ({ state, count: views.filter((one) => one.state === state).length }))
      .filter(({ count }) => count > 0),
    unbound: views.filter(({ state }) => state === null).length,
  };
}
