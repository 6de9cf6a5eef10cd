import { z } from 'zod';
import { defineExperiment } from '../../engine/experiment.ts';
import { createSpecVit } from '../../models/spec-vit.ts';
import { allSnrsParams, runOnAllSnrs } from './all-snrs.ts';
import { pixelCount } from './simulator.ts';

const params = z.strictObject({
  ...allSnrsParams,
  patch: z.int().min(1).meta({ description: 'Pixels of a patch' }),
  stride: z.int().min(1).meta({ description: 'Pixels from one patch to the next' }),
  embedding: z.enum(['linear', 'cnn']).meta({ description: 'What makes tokens of patches' }),
  dim: z.int().min(1).meta({ description: 'Values of a token' }),
  heads: z.int().min(1),
  layers: z.int().min(1).meta({ description: 'Transformer blocks' }),
  mlpRatio: z.int().min(1).meta({ description: "Width of a block's hidden layer over dim" }),
});

/** SpecViT, a transformer on patches of the spectrum, one for all SNRs. */
export default defineExperiment<z.infer<typeof params>>({
  params,
  run(settings, context) {
    const { patch, stride, embedding, dim, heads, layers, mlpRatio } = settings;
    const config = { pixels: pixelCount, patch, stride, embedding, dim, heads, layers, mlpRatio };
    return runOnAllSnrs('vit', settings, (seed) => createSpecVit(config, seed), context);
  },
});
