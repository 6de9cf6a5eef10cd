import type { RunMetric } from '../../../engine/experiment.ts';
import { mean, quantile } from '../../../metrics/statistics.ts';
import type { Gate } from '../../../schema/outcome.ts';
import type { Resampler } from '../resample.ts';
import type { PosteriorMoments } from './posterior.ts';

/** Standard errors by which the two estimates of the smallest error may differ. */
const tolerated = 4;

export interface OptimalMetricsInput {
  snr: number;
  /** Unknown labels. */
  parameters: number;
  /** True log g of the stars, dex. */
  truth: ArrayLike<number>;
  posteriors: PosteriorMoments[];
  resampler: Resampler;
}

/**
 * The Bayes-optimal R2 at one SNR, 1 - mean posterior variance / variance of the true values, with its Monte-Carlo error
 * and effective sample sizes; beside it the R2 that the posterior mean has on the same noisy spectra. The second is the
 * same number seen through one draw of the noise, so a wrong likelihood or a starved sampler shows as a difference.
 */
export function optimalMetrics({ snr, parameters, truth, posteriors, resampler }: OptimalMetricsInput) {
  const n = posteriors.length;
  const stars = Float64Array.from({ length: n }, (_, i) => truth[i]);
  const level = mean(stars);
  const squares = stars.map((value) => (value - level) * (value - level));
  const variances = posteriors.map(({ variance }) => variance);
  const errors = posteriors.map((posterior, i) => (posterior.mean - stars[i]) * (posterior.mean - stars[i]));
  const spread = mean(squares);
  const share = (values: number[]): Float64Array => {
    const centred = resampler.mean(stars.map((value) => value - level));
    const replicates = resampler.mean(values);
    return resampler.mean(squares).map((square, k) => 1 - replicates[k] / (square - centred[k] * centred[k]));
  };
  const sampling = Math.sqrt(posteriors.reduce((sum, { varianceError }) => sum + varianceError * varianceError, 0)) / n;
  const sizes = posteriors.map(({ effectiveSize }) => effectiveSize);
  const metric = (name: string, label: string, value: number, more: Partial<RunMetric> = {}): RunMetric => ({
    ...{ name, label, value, unit: '', direction: 'none', split: 'test', scope: { parameters, snr }, n, digits: 3 },
    ...more,
  });
  const metrics = [
    metric('r2_opt', 'Bayes-optimal $R^2$ of log g', 1 - mean(variances) / spread, {
      direction: 'higher',
      resamples: share(variances),
      keepResamples: true,
    }),
    metric('r2_opt_mc_error', 'Monte-Carlo error of the Bayes-optimal $R^2$', sampling / spread, { digits: 4 }),
    metric('r2_posterior_mean', '$R^2$ of the posterior mean on the same spectra', 1 - mean(errors) / spread, {
      direction: 'higher',
      resamples: share(errors),
    }),
    metric('effective_draws', 'Median effective number of draws a star', quantile(sizes, 0.5), { digits: 0 }),
    metric('effective_draws_p10', 'Effective draws, 10% of the stars have fewer', quantile(sizes, 0.1), { digits: 0 }),
  ];
  const differences = errors.map((error, i) => error - variances[i]);
  const centre = mean(differences);
  const scatter = Math.sqrt(mean(differences.map((value) => (value - centre) * (value - centre))) / n);
  const value = Math.abs(centre) / scatter;
  const gate: Gate = {
    name: `squared errors of the posterior mean agree with the posterior variance at SNR ${snr} (standard errors)`,
    ...{ value, relation: '<=', threshold: tolerated, passed: value <= tolerated },
  };
  return { metrics, gate };
}
