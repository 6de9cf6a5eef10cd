import { claimId, list, slug, text, trackLetter } from './ids.ts';
import { reportedSchema } from './source.ts';
import { z } from 'zod';

/** Where a text of the sources lay, so that old names and repositories stay findable. */
export const originSchema = z
  .strictObject({
    path: text('As the source names it').optional(),
    repository: slug.optional().meta({ description: 'Entry of content/repositories.yaml' }),
    document: slug.optional().meta({ description: 'Source document that names it' }),
    number: text('Number or id it has there, e.g. MVP 1.4').optional(),
    date: text('Date it bears').optional(),
    note: text('Remark').optional(),
  })
  .meta({ description: 'Where it comes from' });

/** What a text is about. Links are written once, from the later text to the earlier; pages show both directions. */
export const related = {
  tracks: list(trackLetter, 'Tracks it belongs to'),
  experiments: list(slug, 'Experiments it is about'),
  claims: list(claimId, 'Claims it is about'),
};

export const origins = {
  origin: list(originSchema, 'Where the source study has it'),
  reported: list(reportedSchema, 'What the source study says, as printed; never executed'),
};
