import { z } from 'zod';
import { defineExperiment, type RunContext, type RunResult } from '../../engine/experiment.ts';
import { createRandom } from '../../random.ts';

/** Goes on from the weights that an upstream run with the same seed left, on a few points of another line. */
const params = z.strictObject({
  upstream: z.string().meta({ description: 'The pre-training' }),
  artefact: z.string().meta({ description: 'File with its weights' }),
  slope: z.number().meta({ description: 'True slope; the intercept is 0' }),
  points: z.int().positive().meta({ description: 'Training points' }),
  steps: z.int().nonnegative().meta({ description: 'Gradient steps, one for each point in turn' }),
  learningRate: z.number().positive(),
});

async function run(config: z.infer<typeof params>, { seed, upstream }: RunContext): Promise<RunResult> {
  const bytes = upstream[config.upstream].artefact(config.artefact, seed);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [first, firstIntercept] = [view.getFloat64(0, true), view.getFloat64(8, true)];
  let [slope, intercept] = [first, firstIntercept];
  const random = createRandom(seed, 'fine-tune');
  const x = Float64Array.from({ length: config.points }, () => random.range(-1, 1));
  for (let step = 0; step < config.steps; step++) {
    const at = x[step % config.points];
    const error = slope * at + intercept - config.slope * at;
    slope -= config.learningRate * error * at;
    intercept -= config.learningRate * error;
  }
  const common = { unit: '', direction: 'none' as const, split: 'train' as const, scope: {}, n: config.points };
  return {
    metrics: [
      { ...common, name: 'slope', label: 'Slope', value: slope, digits: 3 },
      { ...common, name: 'first_slope', label: 'Slope before', value: first, digits: 3 },
    ],
    scale: { train: config.points },
  };
}

export default defineExperiment({ params, run });
