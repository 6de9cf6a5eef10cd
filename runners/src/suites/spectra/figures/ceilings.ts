import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/outcome.ts';
import { curvesOf, metricAt, metricsOf } from '../select.ts';
import { folded, short, unfold } from './compact.ts';

const snrAxis = {
  field: 'snr',
  type: 'quantitative' as const,
  title: 'Median SNR per pixel',
  scale: { type: 'log' as const, domain: [1, 50], nice: false },
  axis: { values: [1, 2, 3, 5, 7, 10, 20, 50] },
};

const parameterNames: Record<number, string> = {
  3: '3: log g, Teff, [M/H]',
  4: '4: with [α/M]',
  5: '5: with [C/M]',
};

/** Room for the whole label: the theme would cut it. */
const wideLegend = { labelLimit: 300 };

const sizes = (outcome: Outcome): number[] =>
  [
    ...new Set(outcome.metrics.filter(({ name }) => name === 'r2max').map(({ scope }) => Number(scope.parameters))),
  ].sort();

/** Figures of the Fisher ceilings. */
export default function figures(outcome: Outcome): FigureSpec[] {
  return [r2MaxVsSnr(outcome), sigmaMinVsSnr(outcome), schurDecay(outcome), crlbDistribution(outcome)];
}

/** One metric over SNR for every number of parameters, as rows. */
function overSnr(outcome: Outcome, name: string, parameters = sizes(outcome)): Record<string, string | number>[] {
  return parameters.flatMap((n) =>
    metricsOf(outcome, name, { parameters: n }, 'snr').map(({ scope, value }) => ({
      snr: Number(scope.snr),
      value: short(value),
      parameters: parameterNames[n],
    })),
  );
}

function band(outcome: Outcome, name: string, parameters: number[]): Record<string, string | number>[] {
  const high = overSnr(outcome, `${name}_p90`, parameters);
  return overSnr(outcome, `${name}_p10`, parameters).map((row, i) => ({ ...row, low: row.value, high: high[i].value }));
}

function r2MaxVsSnr(outcome: Outcome): FigureSpec {
  const at = (parameters: number, snr: number): string =>
    metricAt(outcome, 'r2max', { parameters, snr }).value.toFixed(2);
  const half = metricAt(outcome, 'snr_at_r2max', { parameters: 3, r2max: 0.5 }).value.toFixed(1);
  const shown = sizes(outcome).filter((n) => n <= 4);
  const color = { field: 'parameters', type: 'nominal' as const, title: 'Unknown parameters', legend: wideLegend };
  const lines = (name: string, kind: string) => overSnr(outcome, name, shown).map((row) => ({ ...row, kind }));
  return {
    name: 'r2max-vs-snr',
    title: 'Ceiling of R² for log g over SNR',
    caption: `Median over stars of the CRLB ceiling with the band from 10% to 90% of the stars, and the van Trees surrogate, which knows the prior (a Gaussian approximation). With three unknown parameters the median ceiling reaches 0.5 at SNR ${half}; below that the bound is wider than the prior for more and more stars, and says nothing about what a model can reach.`,
    description: `Median ceiling with three unknown parameters: ${at(3, 3)} at SNR 3, ${at(3, 5)} at SNR 5, ${at(3, 7)} at SNR 7, ${at(3, 10)} at SNR 10; with four: ${at(4, 3)}, ${at(4, 5)}, ${at(4, 7)}, ${at(4, 10)}.`,
    spec: {
      layer: [
        {
          data: { values: band(outcome, 'r2max', shown) },
          mark: { type: 'area' },
          encoding: {
            x: snrAxis,
            y: { field: 'low', type: 'quantitative', title: 'R² for log g', scale: { domain: [0, 1] } },
            y2: { field: 'high' },
            color,
          },
        },
        {
          data: { values: [...lines('r2max', 'CRLB, median'), ...lines('van_trees_r2', 'van Trees, mean')] },
          mark: { type: 'line' },
          encoding: {
            x: snrAxis,
            y: { field: 'value', type: 'quantitative', title: 'R² for log g' },
            color,
            strokeDash: { field: 'kind', type: 'nominal', title: 'Ceiling' },
          },
        },
      ],
    },
  };
}

function sigmaMinVsSnr(outcome: Outcome): FigureSpec {
  const at = (snr: number): string => metricAt(outcome, 'sigma_min', { parameters: 3, snr }).value.toFixed(2);
  const prior = 4 / Math.sqrt(12);
  return {
    name: 'sigma-min-vs-snr',
    title: 'Smallest error of log g over SNR',
    caption:
      'Median over stars of the square root of the marginal CRLB. The dashed line is the standard deviation of the uniform prior, 1.15 dex: above it the bound is empty.',
    description: `With three unknown parameters the smallest error is ${at(1)} dex at SNR 1, ${at(5)} dex at SNR 5, ${at(10)} dex at SNR 10 and ${at(50)} dex at SNR 50.`,
    spec: {
      layer: [
        {
          data: { values: [{ value: short(prior) }] },
          mark: { type: 'rule', strokeDash: [5, 4] },
          encoding: { y: { field: 'value', type: 'quantitative' } },
        },
        {
          data: { values: overSnr(outcome, 'sigma_min') },
          mark: { type: 'line', point: true },
          encoding: {
            x: snrAxis,
            y: {
              field: 'value',
              type: 'quantitative',
              title: 'Smallest error of log g (dex)',
              scale: { type: 'log', nice: false },
            },
            color: { field: 'parameters', type: 'nominal', title: 'Unknown parameters', legend: wideLegend },
          },
        },
      ],
    },
  };
}

function schurDecay(outcome: Outcome): FigureSpec {
  const at = (snr: number): string => metricAt(outcome, 'schur_decay', { parameters: 3, snr }).value.toFixed(2);
  const color = { field: 'parameters', type: 'nominal' as const, title: 'Unknown parameters', legend: wideLegend };
  return {
    name: 'schur-decay',
    title: 'Information on log g left after marginalising',
    caption:
      "Marginal over conditional Fisher information, median over stars; the band (10% to 90% of the stars) is that of three parameters. It would be constant if sigma kept its shape over the pixels; here sky noise gives way to the star's own as SNR rises.",
    description: `With three unknown parameters the Schur decay is ${at(1)} at SNR 1, ${at(7)} at SNR 7 and ${at(50)} at SNR 50.`,
    spec: {
      layer: [
        {
          data: { values: band(outcome, 'schur_decay', [3]) },
          mark: { type: 'area' },
          encoding: {
            x: snrAxis,
            y: { field: 'low', type: 'quantitative', title: 'Schur decay', scale: { domain: [0, 1] } },
            y2: { field: 'high' },
            color,
          },
        },
        {
          data: { values: overSnr(outcome, 'schur_decay') },
          mark: { type: 'line', point: true },
          encoding: { x: snrAxis, y: { field: 'value', type: 'quantitative', title: 'Schur decay' }, color },
        },
      ],
    },
  };
}

function crlbDistribution(outcome: Outcome): FigureSpec {
  const curves = curvesOf(outcome, 'sigma-min-distribution');
  const methods: Record<string, string> = { derivative: 'derivatives', grid: 'grid steps' };
  const ratio = metricAt(outcome, 'crlb_grid_ratio', { parameters: 3, magnitude: 21.5 }).value.toFixed(2);
  return {
    name: 'crlb-distribution',
    title: 'Distribution of the bound over stars, by two methods',
    caption: `Share of the stars whose smallest error of log g is below the value, three unknown parameters, by small central differences and by differences as coarse as the BOSZ grid. The median ratio of the two CRLBs at magnitude 21.5 is ${ratio}.`,
    description: `Cumulative distributions of the smallest error of log g at magnitudes ${[...new Set(curves.map(({ scope }) => scope.magnitude))].join(', ')}; grid over derivative CRLB has median ratio ${ratio} at magnitude 21.5.`,
    spec: {
      data: {
        values: curves.map((curve) =>
          folded(curve, { magnitude: `${curve.scope.magnitude}`, method: methods[String(curve.scope.method)] }),
        ),
      },
      transform: unfold,
      mark: { type: 'line' },
      encoding: {
        x: {
          field: 'y',
          type: 'quantitative',
          title: 'Smallest error of log g (dex)',
          scale: { type: 'log', nice: false },
        },
        y: { field: 'x', type: 'quantitative', title: 'Share of stars below', scale: { domain: [0, 1] } },
        order: { field: 'x', type: 'quantitative' },
        color: { field: 'magnitude', type: 'nominal', title: 'Magnitude' },
        strokeDash: { field: 'method', type: 'nominal', title: 'Method' },
      },
    },
  };
}
