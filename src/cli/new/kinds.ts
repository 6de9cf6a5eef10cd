import type { CollectionName } from '../../content/types.ts';

/** What `new` makes as a page of a collection; the key names its template. */
export const pageKinds = {
  experiment: { collection: 'experiments', what: 'a config, a module and a log' },
  track: { collection: 'tracks', what: 'a paper in the making' },
  card: { collection: 'cards', what: 'one thing worth knowing' },
  session: { collection: 'sessions', what: 'what happened on one day' },
  hub: { collection: 'hubs', what: 'what the experiments of a topic mean together' },
  principle: { collection: 'principles', what: 'a rule of work, which rests on claims' },
  dataset: { collection: 'datasets', what: 'what data is, where it comes from' },
  roadmap: { collection: 'roadmaps', what: 'milestones in order' },
  note: { collection: 'notes', what: 'a remark' },
  guide: { collection: 'guides', what: 'a page for readers: tutorial, how-to, explanation' },
} as const satisfies Record<string, { collection: CollectionName; what: string }>;

export type PageKind = keyof typeof pageKinds;
export type Kind = PageKind | 'claim';

/** Every kind with what it is, in the order of the help. */
export const kinds: Record<Kind, string> = {
  experiment: pageKinds.experiment.what,
  track: pageKinds.track.what,
  claim: 'a statement with a test, in the file of its track',
  ...Object.fromEntries(Object.entries(pageKinds).map(([kind, { what }]) => [kind, what])),
} as Record<Kind, string>;
