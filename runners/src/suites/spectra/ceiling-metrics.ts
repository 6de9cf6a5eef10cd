import type { RunMetric } from '../../engine/experiment.ts';
import { exp, log } from '../../math.ts';
import { mean, quantile } from '../../metrics/statistics.ts';
import type { Curve, Gate } from '../../schema/outcome.ts';
import { gravityBound, r2Max } from './fisher.ts';
import type { LabelRanges } from './labels.ts';
import { inverse, leadingBlock } from './matrix.ts';
import { magnitudes, noiseLevels, snrs } from './noise.ts';
import { median } from './order.ts';
import type { Resampler } from './resample.ts';
import type { NoisePoint, StarFisher } from './star-fisher.ts';
import { vanTreesVariance } from './van-trees.ts';

/** Where the bounds are computed: every point of the three noise axes but the noise-free one. */
export const points: NoisePoint[] = [
  ...snrs.map((value) => ({ axis: 'snr' as const, value })),
  ...magnitudes.map((value) => ({ axis: 'magnitude' as const, value })),
  ...noiseLevels.filter((level) => level > 0).map((value) => ({ axis: 'noise_level' as const, value })),
];
/** SNR of the study's headline bound, where one SNR has to stand for all. */
export const referenceSnr = 7;

/** What every metric builder below works on. */
export interface Bounds {
  stars: StarFisher[];
  /** Uniform prior of every label; [C/M] gets its own range where the data set holds it fixed. */
  ranges: LabelRanges;
  /** Prior variance of logG, dex^2. */
  variance: number;
  resampler: Resampler;
}

const plain = (name: string, label: string, value: number, scope: RunMetric['scope'], n: number | null): RunMetric => ({
  name,
  label,
  value,
  unit: '',
  direction: 'none',
  split: 'test',
  scope,
  n,
  digits: 3,
});

const pointIndex = (axis: NoisePoint['axis'], value: number): number =>
  points.findIndex((point) => point.axis === axis && point.value === value);

/** The bounds of all stars at one noise point. */
function bounds({ stars }: Bounds, n: number, p: number): { crlb: number[]; decay: number[] } {
  const all = stars.map(({ derivative }) => gravityBound(derivative[p], n));
  return { crlb: all.map(({ crlb }) => crlb), decay: all.map(({ schurDecay }) => schurDecay) };
}

export function boundMetrics(shared: Bounds, n: number, point: NoisePoint, p: number): RunMetric[] {
  const { stars, variance, ranges, resampler } = shared;
  const scope = { parameters: n, [point.axis]: point.value };
  const { crlb, decay } = bounds(shared, n, p);
  const ceilings = crlb.map((bound) => r2Max(bound, variance));
  const surrogate = stars.map(({ derivative }) => 1 - vanTreesVariance(derivative[p], n, ranges) / variance);
  const count = stars.length;
  const metric = (name: string, label: string, value: number): RunMetric => plain(name, label, value, scope, count);
  const errors = crlb.map(Math.sqrt);
  const list: RunMetric[] = [
    {
      ...metric('r2max', 'Median CRLB ceiling $R^2_{\\max}$', median(ceilings)),
      direction: 'higher',
      resamples: resampler.median(ceilings),
    },
    metric('r2max_p10', '$R^2_{\\max}$, 10% of the stars are below', quantile(ceilings, 0.1)),
    metric('r2max_p90', '$R^2_{\\max}$, 90% of the stars are below', quantile(ceilings, 0.9)),
    {
      ...metric('van_trees_r2', 'Van Trees surrogate of $R^2$ (Gaussian approximation)', mean(surrogate)),
      direction: 'higher',
      resamples: resampler.mean(surrogate),
    },
    {
      ...metric('sigma_min', 'Median smallest error of log g, $\\sqrt{\\mathrm{CRLB}}$', median(errors)),
      unit: 'dex',
      direction: 'lower',
      resamples: resampler.median(errors),
    },
  ];
  // Noise levels share one shape of sigma, so their decay is that of magnitude 21.5 by construction.
  if (point.axis === 'noise_level') return list;
  return [
    ...list,
    {
      ...metric('schur_decay', 'Schur decay: marginal over conditional information', median(decay)),
      resamples: resampler.median(decay),
    },
    metric('schur_decay_p10', 'Schur decay, 10% of the stars are below', quantile(decay, 0.1)),
    metric('schur_decay_p90', 'Schur decay, 90% of the stars are below', quantile(decay, 0.9)),
  ];
}

/** How constant the decay is over SNR, and the SNR at which the median star's ceiling leaves 0 and reaches 0.5. */
export function constancyMetrics(shared: Bounds, n: number): RunMetric[] {
  const perSnr = snrs.map((snr) => bounds(shared, n, pointIndex('snr', snr)));
  const decays = perSnr.map(({ decay }) => median(decay));
  const spread = (Math.max(...decays) - Math.min(...decays)) / mean(decays);
  const crlb = perSnr.map((bound) => median(bound.crlb));
  const count = shared.stars.length;
  return [
    plain('schur_decay_spread', 'Schur decay over SNR: (max - min) / mean', spread, { parameters: n }, count),
    ...[0, 0.5].map((ceiling) => ({
      ...plain(
        'snr_at_r2max',
        'SNR at which the median ceiling reaches this value',
        crossing([...snrs], crlb, (1 - ceiling) * shared.variance),
        { parameters: n, r2max: ceiling },
        count,
      ),
      digits: 1,
    })),
  ];
}

/** x at which the decreasing y(x) equals `level`, by a power law between neighbours; the nearest end where outside. */
function crossing(x: number[], y: number[], level: number): number {
  const after = y.findIndex((value) => value <= level);
  if (after <= 0) return after === 0 ? x[0] : x[x.length - 1];
  const share = log(y[after - 1] / level) / log(y[after - 1] / y[after]);
  return exp(log(x[after - 1]) + share * log(x[after] / x[after - 1]));
}

/** The study's grid-based version (V2): differences as coarse as the grid, at its six magnitudes. */
export function gridMetrics({ stars, variance, resampler }: Bounds): RunMetric[] {
  return magnitudes.flatMap((magnitude) => {
    const p = pointIndex('magnitude', magnitude);
    const ceilings = stars.map(({ grid }) => r2Max(gravityBound(grid[p], 3).crlb, variance));
    const ratios = stars.map(
      ({ grid, derivative }) => gravityBound(grid[p], 3).crlb / gravityBound(derivative[p], 3).crlb,
    );
    const scope = { parameters: 3, magnitude };
    return [
      {
        ...plain(
          'r2max_grid',
          'Median ceiling from differences of the BOSZ grid',
          median(ceilings),
          scope,
          stars.length,
        ),
        direction: 'higher' as const,
        resamples: resampler.median(ceilings),
      },
      plain('crlb_grid_ratio', 'Median CRLB by the grid over CRLB by derivatives', median(ratios), scope, stars.length),
    ];
  });
}

/**
 * Non-Gaussian noise: pixels with Student-t noise hold (nu + 1) / (nu + 3) / scale^2 of information on their mean. With
 * the Gaussian's variance that is more than the Gaussian's, which is the least informative noise of its variance; with
 * the Gaussian's core (scale = sigma) and tails beyond it, less.
 */
export function tailMetrics(shared: Bounds, nu: number): RunMetric[] {
  const { stars, variance } = shared;
  const core = (nu + 1) / (nu + 3);
  const factors = { core, variance: (core * nu) / (nu - 2) };
  return [3, 5, 7, 10].flatMap((snr) => {
    const { crlb } = bounds(shared, 3, pointIndex('snr', snr));
    return Object.entries(factors).map(([kept, factor]) => ({
      ...plain(
        'r2max_heavy_tails',
        'Median ceiling with Student-t noise of the same core or the same variance',
        median(crlb.map((bound) => r2Max(bound / factor, variance))),
        { parameters: 3, snr, same: kept, degrees_of_freedom: nu },
        stars.length,
      ),
      direction: 'higher' as const,
    }));
  });
}

/** Where in label space the ceiling is low: four equal bins of each label, three parameters, the reference SNR. */
export function binMetrics(shared: Bounds): RunMetric[] {
  const { stars, ranges, variance } = shared;
  const { crlb, decay } = bounds(shared, 3, pointIndex('snr', referenceSnr));
  return (['teff', 'logG', 'mh', 'alphaM'] as const).flatMap((label) =>
    [0, 1, 2, 3].flatMap((bin) => {
      const [start, end] = ranges[label];
      // Rounded, so that an address can name the bin.
      const edge = (k: number): number => Number((start + ((end - start) * k) / 4).toFixed(4));
      const low = edge(bin);
      const high = edge(bin + 1);
      const inside = stars.flatMap(({ labels }, i) => (labels[label] >= low && labels[label] < high ? [i] : []));
      if (inside.length === 0) return [];
      const scope = { parameters: 3, snr: referenceSnr, label, low, high };
      const ceiling = median(inside.map((i) => r2Max(crlb[i], variance)));
      return [
        plain('r2max_in_bin', 'Median ceiling of the stars in a bin', ceiling, scope, inside.length),
        plain(
          'schur_decay_in_bin',
          'Median Schur decay in a bin',
          median(inside.map((i) => decay[i])),
          scope,
          inside.length,
        ),
      ];
    }),
  );
}

/** Step-size study: how much other difference steps move the bounds, four parameters at the reference SNR. */
export function stepMetrics(factors: number[], trials: number[][], reference: number[]): RunMetric[] {
  return trials.flatMap((trial, t) => {
    const changes = trial.map((crlb, i) => Math.abs(crlb / reference[i] - 1));
    const scope = { parameters: 4, step_factor: factors[t] };
    return [
      {
        ...plain(
          'crlb_step_change',
          'Median relative change of the CRLB with the step',
          median(changes),
          scope,
          trial.length,
        ),
        digits: 5,
      },
      {
        ...plain(
          'crlb_step_change_max',
          'Largest relative change of the CRLB with the step',
          Math.max(...changes),
          scope,
          trial.length,
        ),
        digits: 5,
      },
    ];
  });
}

/** The Schur complement's bound is the logG entry of the inverse: the largest relative difference over all stars. */
export function schurError({ stars }: Bounds, parameters: number[]): { metrics: RunMetric[]; gate: Gate } {
  const p = pointIndex('snr', referenceSnr);
  const errors = parameters.map((n) =>
    Math.max(
      ...stars.map(({ derivative }) => {
        const full = inverse(leadingBlock(derivative[p], n));
        return full === null ? 1 : Math.abs(gravityBound(derivative[p], n).crlb / full[0][0] - 1);
      }),
    ),
  );
  // Rounding errors differ in their last digits for no reason worth a comparison: keep their size only.
  const label = 'Schur bound against the inverse of the Fisher matrix, largest relative difference';
  const metrics = parameters.map((n, i) => ({
    ...plain('schur_identity_error', label, errors[i] < 1e-8 ? 0 : errors[i], { parameters: n }, stars.length),
    digits: 8,
  }));
  const value = Math.max(...metrics.map((metric) => metric.value));
  const gate: Gate = {
    name: 'the Schur complement gives the logG entry of the inverse (differences below 1e-8 count as 0)',
    value,
    relation: '<=',
    threshold: 1e-8,
    passed: value <= 1e-8,
  };
  return { metrics, gate };
}

/** Distribution of the smallest error over stars, by both methods, as quantile functions. */
export function crlbCurves({ stars }: Bounds): Curve[] {
  const shares = Array.from({ length: 49 }, (_, i) => (i + 1) / 50);
  return [18, 21.5, 22.5].flatMap((magnitude) => {
    const p = pointIndex('magnitude', magnitude);
    return (['derivative', 'grid'] as const).map((method) => {
      const errors = stars.map((star) => Math.sqrt(gravityBound(star[method][p], 3).crlb));
      return {
        name: 'sigma-min-distribution',
        label: 'Smallest error of log g over the stars',
        scope: { method, magnitude, parameters: 3 },
        x: { name: 'share of stars below', unit: '', values: shares },
        y: { name: 'smallest error of log g', unit: 'dex', values: shares.map((share) => quantile(errors, share)) },
      };
    });
  });
}
