import { z } from 'zod';
import { contentBase } from './content-base.ts';
import { origins } from './related.ts';
import { list, relativePath, slug, text, trackLetter } from './ids.ts';

const field = z.strictObject({
  name: text('Name in the data'),
  unit: text('Unit, empty for a pure number'),
  range: text('Range in words'),
  description: text('What it is'),
});

export const datasetSchema = z
  .strictObject({
    ...contentBase,
    id: slug.meta({ description: 'Equals the file name' }),
    kind: z.enum(['simulated', 'observed', 'mixed']).meta({ description: 'Where the samples come from' }),
    experiment: slug.optional().meta({ description: 'Experiment that executes the card' }),
    suite: slug.optional().meta({ description: 'Suite that uses it' }),
    tracks: list(trackLetter, 'Tracks that use it'),
    ...origins,
    state: z
      .enum(['here', 'not-at-hand'])
      .default('here')
      .meta({ description: 'here: simulated or kept here; not-at-hand: only described, which is a missing item' }),
    standIn: slug.optional().meta({ description: 'Dataset here that stands for it' }),
    license: text('Licence of the data').optional(),
    source: text('Where the data comes from'),
    task: text('What is to be predicted'),
    samples: z.record(z.string(), z.int().nonnegative()).default({}).meta({ description: 'Samples by split' }),
    fields: list(field, 'What a sample holds'),
    path: relativePath.optional().meta({ description: 'File or folder in the root' }),
  })
  .meta({ description: 'Front matter of content/datasets/<id>.md' });

export type Dataset = z.infer<typeof datasetSchema>;
