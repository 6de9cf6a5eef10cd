import { z } from 'zod';
import { defineExperiment } from '../../engine/experiment.ts';
import { createCnn1d } from '../../models/cnn1d.ts';
import { allSnrsParams, runOnAllSnrs } from './all-snrs.ts';
import { pixelCount } from './simulator.ts';

const params = z.strictObject({
  ...allSnrsParams,
  layers: z
    .array(
      z.strictObject({
        filters: z.int().min(1),
        kernel: z.int().min(1).meta({ description: 'Pixels that a filter spans, before dilation' }),
        stride: z.int().min(1).optional(),
        dilation: z.int().min(1).optional().meta({ description: 'Pixels from one tap of a filter to the next' }),
        pool: z.int().min(1).optional().meta({ description: 'Maximum over so many neighbours' }),
      }),
    )
    .min(1)
    .meta({ description: 'Convolutions, first to last' }),
  head: z.array(z.int().min(1)).meta({ description: 'Sizes of the hidden layers after the convolutions' }),
  activation: z.enum(['relu', 'silu', 'tanh']).meta({ description: 'Between the layers' }),
});

/** Convolutional network on all pixels, one for all SNRs. */
export default defineExperiment<z.infer<typeof params>>({
  params,
  run(settings, context) {
    const { layers, head, activation } = settings;
    const config = { pixels: pixelCount, layers, head, activation, pooling: 'flatten' } as const;
    return runOnAllSnrs('cnn', settings, (seed) => createCnn1d(config, seed), context);
  },
});
