import { z } from 'zod';
import { defineExperiment } from '../../engine/experiment.ts';
import {
  binMetrics,
  boundMetrics,
  constancyMetrics,
  crlbCurves,
  gridMetrics,
  points,
  referenceSnr,
  schurError,
  stepMetrics,
  tailMetrics,
} from './ceiling-metrics.ts';
import type { Bounds } from './ceiling-metrics.ts';
import { upstreamDataset } from './data.ts';
import { gravityBound } from './fisher.ts';
import { carbonRange, labelNames, uniformVariance } from './labels.ts';
import type { LabelRanges } from './labels.ts';
import { createResampler } from './resample.ts';
import { fishersWithStep, starFishers } from './star-fisher.ts';

const params = z.strictObject({
  stars: z.int().min(2).meta({ description: 'Stars of the test split at which the bounds are computed' }),
  parameters: z
    .array(z.int().min(1).max(labelNames.length))
    .min(1)
    .meta({ description: 'Sizes of the Fisher matrix: 3 is logG, Teff, [M/H]; 4 adds [alpha/M]; 5 adds [C/M]' }),
  resamples: z.int().min(1).meta({ description: 'Bootstrap resamples of the stars' }),
  stepStars: z.int().min(1).meta({ description: 'Stars of the step-size study' }),
  stepFactors: z.array(z.number().positive()).meta({ description: 'Multiples of the difference steps to compare' }),
  tailDegreesOfFreedom: z.number().gt(2).meta({ description: "Degrees of freedom of the Student-t noise's tails" }),
});

type Params = z.infer<typeof params>;

export default defineExperiment<Params>({
  params,
  async run(params, context) {
    const dataset = upstreamDataset(context);
    const { cM } = dataset.labelRanges;
    const ranges: LabelRanges = { ...dataset.labelRanges, cM: cM[1] > cM[0] ? cM : carbonRange };
    const count = Math.min(params.stars, dataset.test);
    const total = count + params.stepStars;
    const stars = starFishers(dataset, count, points, (done) => {
      if (done % 50 === 0) context.progress(done, total, `${done} stars`);
    });
    const shared: Bounds = {
      stars,
      ranges,
      variance: uniformVariance(ranges.logG),
      resampler: createResampler(context.seed, count, params.resamples),
    };
    const metrics = [
      ...params.parameters.flatMap((n) => points.flatMap((point, p) => boundMetrics(shared, n, point, p))),
      ...params.parameters.flatMap((n) => constancyMetrics(shared, n)),
      ...gridMetrics(shared),
      ...tailMetrics(shared, params.tailDegreesOfFreedom),
      ...binMetrics(shared),
      ...stepMetrics(params.stepFactors, params.stepFactors.map(stepBounds), stepBounds(1)),
    ];
    const identity = schurError(shared, params.parameters);
    context.progress(total, total);
    return {
      metrics: [...metrics, ...identity.metrics],
      curves: crlbCurves(shared),
      gates: [identity.gate],
      scale: { stars: count },
    };

    function stepBounds(factor: number): number[] {
      const names = labelNames.slice(0, 4);
      return fishersWithStep(dataset, params.stepStars, referenceSnr, factor, names).map(
        (fisher) => gravityBound(fisher, 4).crlb,
      );
    }
  },
});
