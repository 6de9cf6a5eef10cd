import { z } from 'zod';
import { contentBase } from './content-base.ts';
import { claimId, schemaVersion, slug, text, trackLetter } from './ids.ts';

const { title, date, updated, authors } = contentBase;
const language = z.enum(['zh']).meta({ description: 'Language of the translation' });

/**
 * A page in another language: its title, its text, and the fields of the original's front matter that are prose, by
 * path. Everything else (claims, numbers, links, states) is the original's, so that the two cannot drift apart.
 */
export const translationSchema = z
  .strictObject({
    schemaVersion,
    id: z.union([slug, trackLetter]).meta({ description: 'Id of the original, which lies beside it' }),
    lang: language,
    title,
    date,
    updated,
    authors,
    texts: z
      .record(z.string().regex(/^[A-Za-z]\w*(\.\w+)*$/, 'must be a path like contributions.0.text'), z.string())
      .default({})
      .meta({ description: 'By path in the original front matter, e.g. thesis or contributions.0.text' }),
  })
  .meta({ description: 'Front matter of content/<collection>/<id>.zh.md' });

export const claimsTranslationSchema = z
  .strictObject({
    schemaVersion,
    track: trackLetter.meta({ description: 'The track' }),
    lang: language,
    statements: z.record(claimId, z.string()).default({}).meta({ description: 'Statement by claim id' }),
    because: z.record(claimId, z.string()).default({}).meta({ description: 'Reason of an expectation by claim id' }),
    texts: z
      .record(z.string(), text('Text'))
      .default({})
      .meta({ description: 'By path in the original file, e.g. trees.0.nodes.1.text' }),
  })
  .meta({ description: 'content/claims/<letter>.zh.yaml' });

export type Translation = z.infer<typeof translationSchema>;
export type ClaimsTranslation = z.infer<typeof claimsTranslationSchema>;
