import type { TopLevelSpec } from 'vega-lite';
import type { FigureSpec } from '../../../figures/figure.ts';
import { categorical } from '../../../figures/theme.ts';
import type { Metric, Outcome, Scope } from '../../../schema/outcome.ts';
import { metricAt, metricsOf, short } from './select.ts';

/** The figures of the suite's core: the picture on the home page. */
export default function figures(outcome: Outcome): FigureSpec[] {
  return [r2VsSnr(outcome)];
}

/** Colour of each series; where its name stands: at which SNR, and how far from there in pixels. */
const series = {
  ridge: { name: 'Ridge regression', color: categorical[1], label: { snr: 5, dx: 10, dy: 16 } },
  mlp: { name: 'MLP', color: categorical[0], label: { snr: 2, dx: 14, dy: 12 } },
  crlb: { name: 'Cramér-Rao ceiling, median star', color: categorical[6], label: { snr: 3, dx: 30, dy: -26 } },
  vanTrees: { name: 'Van Trees surrogate', color: categorical[3], label: { snr: 2, dx: -10, dy: -14 } },
};
type Series = keyof typeof series;
type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

const at = ({ scope }: Metric): number => Number(scope.snr);

interface Row {
  series: Series;
  snr: number;
  r2: number;
  low?: number;
  high?: number;
}

function rows(outcome: Outcome, name: string, scope: Scope, of: Series): Row[] {
  return metricsOf(outcome, name, scope, 'snr').map((metric) => ({
    series: of,
    snr: at(metric),
    r2: short(metric.value),
    ...(metric.ci ? { low: short(metric.ci.low), high: short(metric.ci.high) } : {}),
  }));
}

/** The point of a series that its name stands beside. */
function anchor(points: Row[]): Row {
  const { snr } = series[points[0].series].label;
  return points.reduce((best, point) => (Math.abs(point.snr - snr) < Math.abs(best.snr - snr) ? point : best));
}

const y = {
  field: 'r2',
  type: 'quantitative' as const,
  title: 'R² for log g',
  scale: { domain: [0, 1] },
  axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
};
const color = {
  field: 'series',
  type: 'nominal' as const,
  legend: null,
  scale: { domain: Object.keys(series), range: Object.values(series).map((each) => each.color) },
};

function r2VsSnr(outcome: Outcome): FigureSpec {
  const mlp = rows(outcome, 'r2', { model: 'mlp' }, 'mlp');
  const models = [...rows(outcome, 'r2', { model: 'ridge' }, 'ridge'), ...mlp];
  const crlb = rows(outcome, 'r2max', { ceiling: 'crlb' }, 'crlb');
  const vanTrees = rows(outcome, 'van_trees_r2', { ceiling: 'van-trees' }, 'vanTrees');
  const high = rows(outcome, 'r2max_p90', { ceiling: 'crlb' }, 'crlb');
  const band = rows(outcome, 'r2max_p10', { ceiling: 'crlb' }, 'crlb').map(({ snr, r2 }, i) => {
    return { snr, low: r2, high: high[i].r2 };
  });
  const snrs = [...new Set(models.map(({ snr }) => snr))].sort((a, b) => a - b);
  const x = {
    field: 'snr',
    type: 'quantitative' as const,
    title: 'Median SNR per pixel',
    scale: { type: 'log' as const, domain: [snrs[0], snrs[snrs.length - 1]], nice: false, padding: 10 },
    axis: { values: snrs, grid: false },
  };
  const line = (values: Row[], strokeWidth: number, strokeDash: number[] = []): Layer => ({
    data: { values },
    mark: { type: 'line', strokeWidth, strokeDash },
    encoding: { x, y, color },
  });
  const label = (points: Row[], text: string, below = 0, opacity = 1): Layer => {
    const { dx, dy } = series[points[0].series].label;
    return {
      data: { values: [anchor(points)] },
      mark: { type: 'text', text, dx, dy: dy + below, align: dx < 0 ? 'right' : 'left', fontSize: 13, opacity },
      encoding: { x, y, color },
    };
  };
  return {
    name: 'r2-vs-snr',
    title: 'How well log g is read from a spectrum, over SNR',
    caption:
      'Two executed models with 95% bootstrap intervals beside two ceilings, all with Teff, [M/H] and [α/M] unknown. The Cramér-Rao ceiling ignores what is known before the measurement, so at low SNR a good model is above it. The van Trees surrogate (dashed) knows the prior, approximated by a Gaussian.',
    description: describe(outcome),
    spec: {
      height: 340,
      layer: [
        {
          data: { values: band },
          mark: { type: 'area', color: series.crlb.color, opacity: 0.13 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        line(crlb, 1.5),
        line(models, 2.5),
        {
          data: { values: models },
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        line(vanTrees, 1.5, [6, 4]),
        { data: { values: models }, mark: { type: 'point', size: 50, opacity: 1 }, encoding: { x, y, color } },
        ...[models.filter((row) => row.series === 'ridge'), mlp, crlb, vanTrees].map((points) =>
          label(points, series[points[0].series].name),
        ),
        label(crlb, 'band: 10% to 90% of the stars', 17),
      ],
    },
  };
}

function describe(outcome: Outcome): string {
  const text = (name: string, scope: Scope): string => metricAt(outcome, name, scope).value.toFixed(2);
  return metricsOf(outcome, 'r2', { model: 'mlp' }, 'snr')
    .map(at)
    .map((snr) => {
      const ceilings = `Cramér-Rao ceiling ${text('r2max', { ceiling: 'crlb', snr })}, van Trees ${text('van_trees_r2', { ceiling: 'van-trees', snr })}`;
      return `SNR ${snr}: MLP ${text('r2', { model: 'mlp', snr })}, ridge ${text('r2', { model: 'ridge', snr })}, ${ceilings}`;
    })
    .join('. ')
    .concat('.');
}
