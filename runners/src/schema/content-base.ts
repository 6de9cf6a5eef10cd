import { z } from 'zod';
import { day, list, schemaVersion, slug, text } from './ids.ts';

/** An author: a name, or a name and an institute. */
export const person = z.union([
  z.string(),
  z.strictObject({
    name: text('Name as printed'),
    affiliation: text('Institute').optional(),
  }),
]);

/** Front matter that every kind of page has. */
export const contentBase = {
  schemaVersion,
  title: text('Title as printed'),
  aliases: list(z.string(), 'Old ids and file names that lead here'),
  date: day.meta({ description: 'First written' }),
  updated: day.optional().meta({ description: 'Last changed' }),
  authors: z.array(person).min(1).meta({ description: 'Who wrote it' }),
  lang: z.enum(['en', 'zh']).default('en').meta({ description: 'Language of the text' }),
  tags: list(slug, 'Free keywords'),
  visibility: z
    .enum(['public', 'private'])
    .default('public')
    .meta({ description: 'private: in no page, index or feed of a build' }),
};
