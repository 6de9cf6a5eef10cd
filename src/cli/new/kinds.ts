import {
  cardSchema,
  datasetSchema,
  experimentLogSchema,
  guideSchema,
  hubSchema,
  noteSchema,
  principleSchema,
  roadmapSchema,
  sessionSchema,
  trackSchema,
} from '@paper-factory/runners/schema';
import type { z } from 'zod';
import type { CollectionName } from '../../content/types.ts';

/** What `new` makes as a page of a collection; the key names its template. */
export const pageKinds = {
  experiment: { collection: 'experiments', schema: experimentLogSchema, what: 'a config, a module and a log' },
  track: { collection: 'tracks', schema: trackSchema, what: 'a paper in the making' },
  card: { collection: 'cards', schema: cardSchema, what: 'one thing worth knowing' },
  session: { collection: 'sessions', schema: sessionSchema, what: 'what happened on one day' },
  hub: { collection: 'hubs', schema: hubSchema, what: 'what the experiments of a topic mean together' },
  principle: { collection: 'principles', schema: principleSchema, what: 'a rule of work, which rests on claims' },
  dataset: { collection: 'datasets', schema: datasetSchema, what: 'what data is, where it comes from' },
  roadmap: { collection: 'roadmaps', schema: roadmapSchema, what: 'milestones in order' },
  note: { collection: 'notes', schema: noteSchema, what: 'a remark' },
  guide: { collection: 'guides', schema: guideSchema, what: 'a page for readers: tutorial, how-to, explanation' },
} as const satisfies Record<string, { collection: CollectionName; schema: z.ZodType; what: string }>;

export type PageKind = keyof typeof pageKinds;
export type Kind = PageKind | 'claim';

/** Every kind with what it is, in the order of the help. */
export const kinds: Record<Kind, string> = {
  experiment: pageKinds.experiment.what,
  track: pageKinds.track.what,
  claim: 'a statement with a test, in the file of its track',
  ...Object.fromEntries(Object.entries(pageKinds).map(([kind, { what }]) => [kind, what])),
} as Record<Kind, string>;
