import type { TopLevelSpec } from 'vega-lite';
import type { FigureSpec } from '../../../figures/figure.ts';
import { categorical } from '../../../figures/theme.ts';
import type { Metric, Outcome, Scope } from '../../../schema/outcome.ts';
import { metricAt, metricsOf } from '../select.ts';
import { short } from './compact.ts';

/** The figures of the suite's core; the first is the picture on the home page. */
export default function figures(outcome: Outcome): FigureSpec[] {
  return [r2VsSnr(outcome), errorShare(outcome)];
}

type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** Models in the order of the legend. */
const models: Record<string, { name: string; color: string }> = {
  mlp: { name: 'MLP', color: categorical[0] },
  'template-mean': { name: 'Templates, weighted mean', color: categorical[2] },
  cnn: { name: 'CNN', color: categorical[3] },
  gbdt: { name: 'Boosted trees', color: categorical[4] },
  vit: { name: 'SpecViT', color: categorical[5] },
  ridge: { name: 'Ridge regression', color: categorical[1] },
  template: { name: 'Templates, nearest', color: categorical[6] },
};
const ink = 'var(--chart-ink, #1f2328)';
const muted = 'var(--chart-muted, #5b6470)';
const ceilings = {
  bayes: { name: 'Bayes-optimal', color: ink, dash: [] as number[], width: 2.5 },
  vanTrees: { name: 'Van Trees surrogate (dashed)', color: muted, dash: [6, 4], width: 1.5 },
  crlb: { name: 'Cramér-Rao, median star (dotted)', color: muted, dash: [2, 3], width: 1.5 },
};

const at = ({ scope }: Metric): number => Number(scope.snr);

interface Row {
  series: string;
  snr: number;
  value: number;
  low?: number;
  high?: number;
}

function rows(outcome: Outcome, name: string, scope: Scope, series: string): Row[] {
  return metricsOf(outcome, name, scope, 'snr').map((metric) => ({
    series,
    snr: at(metric),
    value: short(metric.value),
    ...(metric.ci ? { low: short(metric.ci.low), high: short(metric.ci.high) } : {}),
  }));
}

const ofModels = (outcome: Outcome, name: string): Row[] =>
  Object.entries(models).flatMap(([model, series]) => rows(outcome, name, { model }, series.name));

function axisOf(values: Row[]) {
  const snrs = [...new Set(values.map(({ snr }) => snr))].sort((a, b) => a - b);
  return {
    field: 'snr',
    type: 'quantitative' as const,
    title: 'Median SNR per pixel',
    scale: { type: 'log' as const, domain: [snrs[0], snrs[snrs.length - 1]], nice: false, padding: 10 },
    axis: { values: snrs, grid: false },
  };
}

/** Colour of every series that has values; one legend for all layers. */
function colorOf(values: Row[]) {
  const all = [...Object.values(models), ...Object.values(ceilings)];
  const shown = all.filter(({ name }) => values.some(({ series }) => series === name));
  return {
    field: 'series',
    type: 'nominal' as const,
    title: null,
    scale: { domain: shown.map(({ name }) => name), range: shown.map(({ color }) => color) },
    legend: { columns: 2, labelLimit: 400, symbolType: 'circle' as const, symbolStrokeWidth: 0, symbolOpacity: 1 },
  };
}

/** Lines with points and intervals of every model. */
function modelLayers(values: Row[], y: object, color: ReturnType<typeof colorOf>): Layer[] {
  const x = axisOf(values);
  const data = { values };
  return [
    { data, mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color } },
    {
      data,
      mark: { type: 'rule', strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    { data, mark: { type: 'point', size: 45, opacity: 1 }, encoding: { x, y, color } },
  ];
}

function r2VsSnr(outcome: Outcome): FigureSpec {
  const values = ofModels(outcome, 'r2');
  const x = axisOf(values);
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: 'R² for log g',
    scale: { domain: [0, 1], clamp: true },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  };
  const lines = {
    crlb: rows(outcome, 'r2max', { ceiling: 'crlb' }, ceilings.crlb.name),
    vanTrees: rows(outcome, 'van_trees_r2', { ceiling: 'van-trees' }, ceilings.vanTrees.name),
    bayes: rows(outcome, 'r2_opt', { ceiling: 'bayes' }, ceilings.bayes.name),
  };
  const color = colorOf([...values, ...Object.values(lines).flat()]);
  return {
    name: 'r2-vs-snr',
    title: 'How well log g is read from a spectrum, over SNR',
    caption:
      'Executed models with 95% bootstrap intervals beside three ceilings, all with Teff, [M/H] and [α/M] unknown. The Bayes-optimal R² is the limit under this simulator. The Cramér-Rao ceiling ignores what is known before the measurement, so at low SNR models are above it. The van Trees surrogate knows the prior, approximated by a Gaussian. What lies below 0 is drawn at 0.',
    description: describe(outcome),
    spec: {
      height: 360,
      layer: [
        ...Object.entries(lines).map(([ceiling, points]): Layer => {
          const { width, dash } = ceilings[ceiling as keyof typeof ceilings];
          const mark = { type: 'line' as const, strokeWidth: width, strokeDash: dash };
          return { data: { values: points }, mark, encoding: { x, y, color } };
        }),
        ...modelLayers(values, y, color),
      ],
    },
  };
}

function errorShare(outcome: Outcome): FigureSpec {
  const values = ofModels(outcome, 'optimal_error_share');
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: 'smallest over own squared error',
    scale: { domain: [0, 1.1] },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  };
  return {
    name: 'error-share-vs-snr',
    title: 'How near each model comes to the smallest possible error, over SNR',
    caption:
      'The Bayes-optimal mean squared error over that of the model, with 95% bootstrap intervals over the same test stars. 1 is the limit. Where the smallest error is nearly that of the prior, at low SNR, every model is near 1.',
    description: Object.entries(models)
      .map(([model, { name }]) => {
        const of = metricsOf(outcome, 'optimal_error_share', { model }, 'snr');
        return `${name}: ${of.map((metric) => `${metric.value.toFixed(2)} at SNR ${at(metric)}`).join(', ')}.`;
      })
      .join(' '),
    spec: { height: 300, layer: modelLayers(values, y, colorOf(values)) },
  };
}

function describe(outcome: Outcome): string {
  const text = (name: string, scope: Scope): string => metricAt(outcome, name, scope).value.toFixed(2);
  return metricsOf(outcome, 'r2', { model: 'mlp' }, 'snr')
    .map(at)
    .map((snr) => {
      const executed = Object.entries(models)
        .filter(([model]) => metricsOf(outcome, 'r2', { model, snr }, 'snr').length > 0)
        .map(([model, { name }]) => `${name} ${text('r2', { model, snr })}`);
      const limits = [
        `Cramér-Rao ceiling ${text('r2max', { ceiling: 'crlb', snr })}`,
        `van Trees ${text('van_trees_r2', { ceiling: 'van-trees', snr })}`,
        ...metricsOf(outcome, 'r2_opt', { snr }, 'snr').map(({ value }) => `Bayes-optimal ${value.toFixed(2)}`),
      ];
      return `SNR ${snr}: ${[...executed, ...limits].join(', ')}`;
    })
    .join('. ')
    .concat('.');
}
