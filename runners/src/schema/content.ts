import { z } from 'zod';
import { addressSchema } from './address.ts';
import { claimId, day, relativePath, slug, trackLetter } from './ids.ts';

const person = z.union([z.string(), z.strictObject({ name: z.string(), affiliation: z.string().optional() })]);
const visibility = z.enum(['public', 'private']).default('public');
const lang = z.enum(['en', 'zh']).default('en');

const base = {
  schemaVersion: z.literal(1),
  title: z.string(),
  aliases: z.array(z.string()).default([]).meta({ description: 'Old ids and file names that lead here' }),
  date: day.meta({ description: 'First written' }),
  updated: day.optional().meta({ description: 'Last changed' }),
  authors: z.array(person).min(1),
  lang,
  tags: z.array(slug).default([]),
  visibility,
};

/** What an author says the state of the log is; whether results are fresh is computed. */
const status = z.enum(['planned', 'running', 'done', 'abandoned']);

export const experimentLogSchema = z
  .strictObject({
    ...base,
    id: slug,
    tracks: z.array(trackLetter).default([]),
    topic: slug.optional(),
    suite: slug,
    status,
    statusNote: z.string().optional(),
    config: slug.optional().meta({ description: 'Config it reports on; default: the id' }),
    question: z.string().meta({ description: 'The one question' }),
    hypotheses: z
      .array(
        z.strictObject({
          id: z.string(),
          text: z.string(),
          verdict: z.enum(['supported', 'refuted', 'mixed', 'open']).default('open'),
          because: z.string().optional(),
        }),
      )
      .default([]),
    metrics: z
      .array(
        z.strictObject({
          metric: addressSchema,
          label: z.string().optional(),
          kind: z.enum(['executed', 'imported', 'reported', 'target']),
          written: z.string().optional().meta({ description: 'The number as written; checked when kind is executed' }),
          note: z.string().optional(),
        }),
      )
      .default([])
      .meta({ description: 'Headline numbers, written against executed' }),
    acceptance: z
      .array(
        z.strictObject({
          criterion: z.string(),
          metric: addressSchema,
          relation: z.enum(['<', '<=', '>', '>=']),
          threshold: z.number(),
        }),
      )
      .default([])
      .meta({ description: 'Conditions fixed before the run; pass or fail is computed' }),
    figures: z.array(slug).default([]).meta({ description: 'Figures to show first, by name' }),
    upstream: z.array(slug).default([]),
    dependsOn: z.array(slug).default([]),
    supersedes: z.array(slug).default([]),
  })
  .meta({ description: 'Front matter of content/experiments/<id>.md' });

const figureSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  z.strictObject({ kind: z.literal('folder'), path: z.string() }),
  z.strictObject({ kind: z.literal('wandb'), run: z.string() }),
  z.strictObject({ kind: z.literal('mvp'), id: z.string() }),
  z.strictObject({ kind: z.literal('tbd') }),
]);

export const trackSchema = z
  .strictObject({
    ...base,
    id: trackLetter,
    coreIdea: z.string(),
    keyAsset: z.string().optional(),
    workingTitles: z.array(z.string()).default([]),
    thesis: z.string(),
    thesisClaims: z.array(claimId).default([]),
    contributions: z
      .array(
        z.strictObject({
          n: z.int().positive(),
          text: z.string(),
          claims: z.array(claimId).default([]),
          note: z.string().optional(),
        }),
      )
      .default([]),
    evidence: z
      .array(
        z.strictObject({
          asset: z.string(),
          path: z.string().meta({ description: 'As the source names it' }),
          description: z.string(),
          experiment: slug.optional().meta({ description: 'The experiment here that stands for it' }),
        }),
      )
      .default([])
      .meta({ description: 'Evidence map of the source study' }),
    figures: z
      .array(
        z.strictObject({
          n: z.int().positive().nullable(),
          title: z.string(),
          source: figureSource.meta({ description: 'Where the source study has it' }),
          reportedState: z.enum(['ready', 'to-generate', 'asked']).meta({ description: "The source's opinion" }),
          figure: z
            .string()
            .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must be <experiment>/<figure>')
            .optional()
            .meta({ description: 'The generated figure that replaces it; its state is computed' }),
          claims: z.array(claimId).default([]),
          note: z.string().optional(),
        }),
      )
      .default([])
      .meta({ description: 'Figure plan' }),
    minimalRepro: z
      .array(
        z.strictObject({
          item: z.string(),
          value: z.string(),
          experiment: slug.optional().meta({ description: 'The re-execution here that covers it; done is computed' }),
        }),
      )
      .default([]),
    risks: z
      .array(
        z.strictObject({
          id: slug,
          text: z.string(),
          required: z.boolean().default(false).meta({ description: 'Must be closed before submission' }),
          claims: z.array(claimId).default([]).meta({ description: 'Closed when all are resolved as expected' }),
        }),
      )
      .default([]),
    questions: z
      .array(
        z.strictObject({
          id: slug,
          text: z.string(),
          options: z.array(z.string()).default([]),
          decision: z.string().optional(),
          because: z.string().optional(),
        }),
      )
      .default([]),
    missing: z
      .array(
        z.strictObject({
          item: z.string(),
          location: z.string(),
          action: z.string(),
          required: z.boolean().default(true),
          experiment: slug.optional(),
          figure: z.string().optional(),
        }),
      )
      .default([])
      .meta({ description: 'Missing information; a required one blocks "draftable" until its figure or run is there' }),
    keyNumbers: z
      .array(
        z.strictObject({
          label: z.string(),
          reported: z.string().optional().meta({ description: 'As the source prints it' }),
          metric: addressSchema.optional(),
          note: z.string().optional(),
        }),
      )
      .default([]),
    venue: z.strictObject({ name: z.string(), deadline: day.optional(), url: z.string().optional() }).optional(),
    roadmap: z.array(z.strictObject({ window: z.string(), items: z.array(z.string()) })).default([]),
    opinion: z
      .strictObject({ status: z.string(), date: day.optional(), source: z.string().optional() })
      .optional()
      .meta({ description: "The author's opinion of maturity, shown beside the computed one" }),
    otherClaims: z.array(claimId).default([]),
    signOff: z
      .strictObject({ reviewer: z.string(), date: day, contentHash: z.string() })
      .optional()
      .meta({ description: 'Reviewer sign-off, bound to the content hash' }),
  })
  .meta({ description: 'Front matter of content/tracks/<letter>.md' });

export const datasetSchema = z
  .strictObject({
    ...base,
    id: slug,
    kind: z.enum(['simulated', 'observed', 'mixed']),
    experiment: slug.optional().meta({ description: 'Experiment that executes the card' }),
    suite: slug.optional(),
    tracks: z.array(trackLetter).default([]),
    license: z.string().optional(),
    source: z.string().meta({ description: 'Where the data comes from' }),
    task: z.string(),
    samples: z.record(z.string(), z.int().nonnegative()).default({}),
    fields: z
      .array(z.strictObject({ name: z.string(), unit: z.string(), range: z.string(), description: z.string() }))
      .default([]),
    reported: z
      .array(z.strictObject({ label: z.string(), value: z.string(), source: z.string() }))
      .default([])
      .meta({ description: 'What the source study says of its own data' }),
    path: relativePath.optional(),
  })
  .meta({ description: 'Front matter of content/datasets/<id>.md' });

export type ExperimentLog = z.infer<typeof experimentLogSchema>;
export type Track = z.infer<typeof trackSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
