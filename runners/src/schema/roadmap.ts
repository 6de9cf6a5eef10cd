import { z } from 'zod';
import { contentBase } from './content-base.ts';
import { claimId, list, slug, text } from './ids.ts';
import { origins, related } from './related.ts';

const milestone = z.strictObject({
  id: slug.meta({ description: 'Unique in the roadmap' }),
  number: text('Number the source gives it, e.g. MVP 1.4').optional(),
  title: text('What is to be done'),
  window: text('When, e.g. week 1-2').optional(),
  experiment: slug.optional().meta({ description: 'Experiment that does it; its state is computed' }),
  claims: list(claimId, 'Claims it is to settle'),
  optional: z.boolean().default(false).meta({ description: 'May be left out' }),
  after: list(slug, 'Milestones that come before it'),
  reported: z
    .strictObject({
      status: text('State, in the words of the source'),
      result: text('Result, as the source prints it').optional(),
    })
    .optional()
    .meta({ description: 'What the source says of its own work' }),
  note: text('Remark').optional(),
});

export const roadmapSchema = z
  .strictObject({
    ...contentBase,
    ...related,
    ...origins,
    id: slug.meta({ description: 'Equals the file name' }),
    topic: slug.optional().meta({ description: 'Field of work' }),
    hub: slug.optional().meta({ description: 'Hub it belongs to' }),
    milestones: z.array(milestone).meta({ description: 'Steps, in order' }),
  })
  .meta({ description: 'Front matter of content/roadmaps/<id>.md' });

export type Roadmap = z.infer<typeof roadmapSchema>;
