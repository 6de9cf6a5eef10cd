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
import type { CollectionName } from './types.ts';

/** What the front matter of each collection holds. */
export const collectionSchemas = {
  tracks: trackSchema,
  experiments: experimentLogSchema,
  datasets: datasetSchema,
  hubs: hubSchema,
  roadmaps: roadmapSchema,
  cards: cardSchema,
  principles: principleSchema,
  sessions: sessionSchema,
  notes: noteSchema,
  guides: guideSchema,
} as const satisfies Record<CollectionName, z.ZodObject>;
