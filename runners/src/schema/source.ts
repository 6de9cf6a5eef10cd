import { z } from 'zod';
import { slug, text } from './ids.ts';

/** A place in a document that the root's config names under `sources`. */
export const sourceSchema = z
  .strictObject({
    document: slug.meta({ description: 'The source document' }),
    section: text('Heading').optional(),
    place: text('Where in the section').optional(),
  })
  .meta({ description: 'Where the statement stands' });

/** What a source prints, kept as text: reported, never executed. */
export const reportedSchema = z
  .strictObject({
    label: text('What is said'),
    value: text('As the source prints it'),
    source: slug.meta({ description: 'Document that says it' }),
  })
  .meta({ description: 'A statement of a source, as printed' });
