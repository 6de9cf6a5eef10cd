import { z } from 'zod';
import { defineExperiment, type RunContext, type RunResult } from '../../engine/experiment.ts';
import { createRandom } from '../../random.ts';

/** Fits a line to many points by least squares and leaves its weights: the first half of a pre-training. */
const params = z.strictObject({
  slope: z.number().meta({ description: 'True slope' }),
  intercept: z.number().meta({ description: 'True intercept' }),
  noise: z.number().nonnegative().meta({ description: 'Standard deviation of y' }),
  points: z.int().min(2).meta({ description: 'Training points' }),
});

/** Slope and intercept as 16 bytes, little-endian. */
export function encodeWeights(slope: number, intercept: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  view.setFloat64(0, slope, true);
  view.setFloat64(8, intercept, true);
  return new Uint8Array(view.buffer);
}

async function run(config: z.infer<typeof params>, { seed, leave, progress }: RunContext): Promise<RunResult> {
  const { slope, intercept, noise, points } = config;
  const random = createRandom(seed, 'pretrain');
  let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
  for (let i = 0; i < points; i++) {
    const x = random.range(-1, 1);
    const y = slope * x + intercept + noise * random.normal();
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
    progress(i + 1, points);
  }
  const fitted = (points * sumXY - sumX * sumY) / (points * sumXX - sumX * sumX);
  leave('weights', encodeWeights(fitted, (sumY - fitted * sumX) / points));
  return {
    metrics: [
      {
        name: 'slope',
        label: 'Slope',
        value: fitted,
        unit: '',
        direction: 'none',
        split: 'train',
        scope: {},
        n: points,
        digits: 3,
      },
    ],
    scale: { train: points },
  };
}

export default defineExperiment({ params, run });
