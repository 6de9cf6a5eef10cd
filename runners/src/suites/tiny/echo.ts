import { z } from 'zod';
import { defineExperiment } from '../../engine/experiment.ts';

/** The smallest run there can be: it gives a param back. What it costs is what the engine costs. */
const params = z.strictObject({ value: z.number().meta({ description: 'The metric to report' }) });

export default defineExperiment({
  params,
  run: ({ value }) =>
    Promise.resolve({
      metrics: [
        {
          name: 'value',
          label: 'Value',
          value,
          unit: '',
          direction: 'none',
          split: 'none',
          scope: {},
          n: null,
          digits: 3,
        },
      ],
    }),
});
