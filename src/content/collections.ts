import type { CollectionName } from './types.ts';

/** Every collection of Markdown, in the order in which pages list them. */
export const collectionNames = [
  'tracks', 'experiments', 'hubs', 'cards', 'principles', 'datasets', 'roadmaps', 'sessions', 'notes',
  'guides',
] as const satisfies CollectionName[]; // prettier-ignore
