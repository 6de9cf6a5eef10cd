import { z } from 'zod';
import { contentBase } from './content-base.ts';
import { claimId, list, slug, text } from './ids.ts';
import { origins, related } from './related.ts';

/** Second layer of a knowledge center: what the experiments of one topic mean together, and what comes next. */
export const hubSchema = z
  .strictObject({
    ...contentBase,
    ...related,
    ...origins,
    id: slug.meta({ description: 'Equals the file name' }),
    topic: slug.meta({ description: 'Field of work' }),
    question: text('What the topic asks'),
    findings: list(
      z.strictObject({
        text: text('What is known'),
        claims: list(claimId, 'Claims it stands on; its standing is computed'),
      }),
      'What the experiments mean',
    ),
    next: list(
      z.strictObject({
        text: text('What comes next'),
        experiment: slug.optional().meta({ description: 'Experiment that does it; done is computed' }),
      }),
      'What comes next, the first first',
    ),
  })
  .meta({ description: 'Front matter of content/hubs/<id>.md' });

export type Hub = z.infer<typeof hubSchema>;
