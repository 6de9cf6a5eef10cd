import { z } from 'zod';
import { defineExperiment, type RunContext, type RunResult } from '../../engine/experiment.ts';

/** How far a fitted slope is from the true one: an experiment that computes from an upstream outcome only. */
const params = z.strictObject({
  upstream: z.string().meta({ description: 'The line fit to read' }),
  largest: z.number().positive().meta({ description: 'Gate on the error' }),
});

async function run({ upstream, largest }: z.infer<typeof params>, context: RunContext): Promise<RunResult> {
  const { outcome, params: fit } = context.upstream[upstream];
  const slope = outcome.metrics.find((metric) => metric.name === 'slope');
  if (!slope) throw new Error(`${upstream} has no metric "slope"`);
  const error = Math.abs(slope.value - (fit as { slope: number }).slope);
  return {
    metrics: [
      {
        name: 'slope_error',
        label: 'Error of the slope',
        value: error,
        unit: '',
        direction: 'lower',
        split: 'none',
        scope: {},
        n: slope.n,
        digits: 3,
      },
    ],
    gates: [{ name: 'error of the slope', value: error, relation: '<=', threshold: largest, passed: error <= largest }],
    scale: outcome.scale,
  };
}

export default defineExperiment({ params, run });
