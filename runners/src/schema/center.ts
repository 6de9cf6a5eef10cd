import { z } from 'zod';
import { claimId, list, schemaVersion, slug, text, trackLetter } from './ids.ts';
import { sourceSchema } from './source.ts';

/** Pages of the site that have no entry of their own: computed ones, and lists. */
export const listPages = [
  'claims',
  'contradictions',
  'datasets',
  'evidence',
  'experiments',
  'figures',
  'glossary',
  'kanban',
  'leaderboards',
  'missing',
  'principles',
  'review',
] as const;

/** A page of the root: `track:A`, `hub:fisher`, `exp:spectra-core`, `fig:spectra-core/r2-vs-snr`, `page:review`. */
export const pageLink = z
  .string()
  .regex(
    new RegExp(
      `^(track:[A-Z]|(exp|hub|roadmap|card|principle|dataset|session|note|guide):[a-z0-9]+(-[a-z0-9]+)*|claim:[A-Z]-[a-z0-9-]+|fig:[a-z0-9-]+/[a-z0-9-]+|page:(${listPages.join('|')}))$`,
    ),
    'must be a page like track:A, hub:fisher, exp:spectra-core, claim:C-r2max-snr7, fig:spectra-core/r2-vs-snr or page:review',
  );

export const glossarySchema = z
  .strictObject({
    schemaVersion,
    terms: z
      .array(
        z.strictObject({
          id: slug.meta({ description: 'Anchor on the page' }),
          term: text('The word; may hold TeX between dollars'),
          definition: text('What it means here; may hold TeX between dollars'),
          also: list(z.string(), 'Other words for it'),
          formula: text('TeX, without dollars').optional(),
          zh: z
            .strictObject({ term: text('The word in Chinese'), definition: text('What it means, in Chinese') })
            .optional()
            .meta({ description: 'In Chinese' }),
          tracks: list(trackLetter, 'Tracks that use it; none: all'),
          see: list(pageLink, 'Pages that say more'),
        }),
      )
      .meta({ description: 'Terms; the page sorts them' }),
  })
  .meta({ description: 'content/glossary.yaml' });

export const contradictionsSchema = z
  .strictObject({
    schemaVersion,
    contradictions: z
      .array(
        z.strictObject({
          id: slug.meta({ description: 'Address of the entry' }),
          title: text('What contradicts what'),
          tracks: z.array(trackLetter).min(1).meta({ description: 'Tracks it touches; the first owns it' }),
          weight: z
            .int()
            .min(1)
            .max(3)
            .meta({ description: '1: a number or verdict; 2: a definition, threshold or status; 3: wording' }),
          sides: z
            .array(
              z.strictObject({
                quote: text('What one side says, short and as printed'),
                source: sourceSchema,
              }),
            )
            .min(1)
            .meta({ description: 'The sides; one where a source contradicts itself in one place' }),
          meaning: text('What follows for the pages here'),
          claims: list(claimId, 'Claims it touches'),
          question: slug.optional().meta({ description: 'Question of the owning track that settles it' }),
          resolution: text('How it was settled here').optional(),
          settledBy: list(claimId, 'Claims whose verdict settles it; settled is computed'),
        }),
      )
      .meta({ description: 'Contradictions in and between the sources' }),
  })
  .meta({ description: 'content/contradictions.yaml' });

export const repositoriesSchema = z
  .strictObject({
    schemaVersion,
    repositories: z
      .array(
        z.strictObject({
          id: slug.meta({ description: 'Short name; origins refer to it' }),
          name: text('Name'),
          role: text('What it holds'),
          kind: z.enum(['code', 'data', 'service', 'knowledge']).meta({ description: 'What it is' }),
          url: z
            .url({ protocol: /^https?$/ })
            .optional()
            .meta({ description: 'Public address' }),
          paths: list(z.string(), 'Paths that the sources name'),
          state: z
            .enum(['here', 'public', 'not-at-hand'])
            .meta({ description: 'here: in this root; public: can be looked at; not-at-hand: only named' }),
          tracks: list(trackLetter, 'Tracks whose numbers come from it'),
          replacedBy: list(slug, 'Experiments here that stand for it'),
        }),
      )
      .meta({ description: 'Repositories, data stores and services of the source studies' }),
  })
  .meta({ description: 'content/repositories.yaml' });

export const startSchema = z
  .strictObject({
    schemaVersion,
    intro: text('What a newcomer is told first').optional(),
    entries: z
      .array(
        z.strictObject({
          page: pageLink.meta({ description: 'Where to read' }),
          title: text('Title, where not that of the page').optional(),
          purpose: text('What one learns'),
          minutes: z.int().positive().optional().meta({ description: 'Reading time; left out: counted from the text' }),
          reported: text('Entry point of the source that it stands for').optional(),
        }),
      )
      .meta({ description: 'Ways in, the first first' }),
  })
  .meta({ description: 'content/start.yaml' });

export type ListPage = (typeof listPages)[number];
export type Glossary = z.infer<typeof glossarySchema>;
export type Contradictions = z.infer<typeof contradictionsSchema>;
export type Contradiction = Contradictions['contradictions'][number];
export type Repositories = z.infer<typeof repositoriesSchema>;
export type Start = z.infer<typeof startSchema>;
