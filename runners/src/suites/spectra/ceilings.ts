import { z } from 'zod';
import { loadBackend } from '../../backend/index.ts';
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
import { optimalMetrics } from './bayes/metrics.ts';
import { optimalPosteriors } from './bayes/optimal.ts';
import { labelsAt, upstreamDataset } from './data.ts';
import { gravityBound } from './fisher.ts';
import { carbonRange, labelNames, uniformVariance } from './labels.ts';
import type { LabelRanges } from './labels.ts';
import { createResampler } from './resample.ts';
import { bootstrapSeed } from './scores.ts';
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
  optimal: z
    .strictObject({
      snrs: z.array(z.number().positive()).min(1).meta({ description: 'Median SNR per pixel' }),
      stars: z.int().min(2).meta({ description: 'Stars of the test split; all of them pair with the models' }),
      priorDraws: z.int().min(1).meta({ description: 'Draws from the prior: the first training spectra' }),
      localDraws: z.int().min(1).meta({ description: 'Draws around each star at each SNR' }),
      inflation: z.number().min(1).meta({ description: 'Covariance of the local draws over the linear one' }),
    })
    .meta({ description: 'The Bayes-optimal R2 by Monte Carlo' }),
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
    await loadBackend(context.backend);
    const optimal = { ...params.optimal, stars: Math.min(params.optimal.stars, dataset.test) };
    const posteriors = optimalPosteriors(dataset, { ...optimal, seed: context.seed }, context);
    const resampler = createResampler(bootstrapSeed, optimal.stars, params.resamples);
    const truth = Float64Array.from({ length: optimal.stars }, (_, i) => labelsAt(dataset, 'test', i).logG);
    const unknown = labelNames.filter((name) => dataset.labelRanges[name][1] > dataset.labelRanges[name][0]).length;
    const bayes = optimal.snrs.map((snr, s) =>
      optimalMetrics({ snr, parameters: unknown, truth, posteriors: posteriors[s], resampler }),
    );
    return {
      metrics: [...metrics, ...identity.metrics, ...bayes.flatMap((each) => each.metrics)],
      curves: crlbCurves(shared),
      gates: [identity.gate, ...bayes.map((each) => each.gate)],
      scale: { stars: count, optimal_stars: optimal.stars },
    };

    function stepBounds(factor: number): number[] {
      const names = labelNames.slice(0, 4);
      return fishersWithStep(dataset, params.stepStars, referenceSnr, factor, names).map(
        (fisher) => gravityBound(fisher, 4).crlb,
      );
    }
  },
});
