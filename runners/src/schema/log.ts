import { z } from 'zod';
import { addressSchema } from './address.ts';
import { contentBase } from './content-base.ts';
import { origins } from './related.ts';
import { claimId, list, relation, slug, text, trackLetter } from './ids.ts';
import { finite } from './outcome.ts';

const hypothesis = z.strictObject({
  id: text('Short name, e.g. H1'),
  text: text('What is expected'),
  verdict: z
    .enum(['supported', 'refuted', 'mixed', 'open'])
    .default('open')
    .meta({ description: "The author's reading of the result" }),
  because: text('Why').optional(),
  claims: list(claimId, 'Claims that test it'),
});

const headlineMetric = z.strictObject({
  metric: addressSchema,
  label: text('Name to print instead of the metric’s own').optional(),
  kind: z
    .enum(['executed', 'imported', 'reported', 'target'])
    .meta({ description: 'Where the written number comes from' }),
  written: text('The number as written; checked when kind is executed').optional(),
  note: text('Remark').optional(),
});

const acceptance = z.strictObject({
  criterion: text('What is required'),
  metric: addressSchema,
  relation: relation.meta({ description: 'How the metric must stand to the threshold' }),
  threshold: finite.meta({ description: 'In the unit of the metric' }),
});

export const experimentLogSchema = z
  .strictObject({
    ...contentBase,
    id: slug.meta({ description: 'Equals the file name' }),
    tracks: list(trackLetter, 'Tracks it belongs to'),
    topic: slug.optional().meta({ description: 'Field of work within the suite' }),
    suite: slug.meta({ description: 'Experiments of a suite share a simulator and models' }),
    status: z
      .enum(['planned', 'running', 'done', 'abandoned'])
      .meta({ description: 'State of the work by its author; freshness of results is computed' }),
    statusNote: text('One sentence on the status').optional(),
    config: slug.optional().meta({ description: 'Config it reports on; default: the id' }),
    question: text('The one question'),
    hypotheses: list(hypothesis, 'What was expected before the run'),
    metrics: list(headlineMetric, 'Headline numbers, written against executed'),
    acceptance: list(acceptance, 'Conditions fixed before the run; pass or fail is computed'),
    figures: list(slug, 'Figures to show first, by name'),
    upstream: list(slug, 'Logs whose results this one uses'),
    dependsOn: list(slug, 'Logs to read first'),
    unlocks: text('What becomes possible with its result').optional(),
    ...origins,
    supersedes: list(slug, 'Logs that this one replaces'),
  })
  .meta({ description: 'Front matter of content/experiments/<id>.md' });

export type ExperimentLog = z.infer<typeof experimentLogSchema>;
