import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/outcome.ts';
import { curvesOf, metricsOf } from '../select.ts';
import { short } from './compact.ts';

/** Seed that the curves are drawn of. */
const shownSeed = 1;

/** The figure of the trees: how boosting went. */
export default function figures(outcome: Outcome): FigureSpec[] {
  const values = curvesOf(outcome, 'validation-loss')
    .filter(({ scope }) => (scope.seed ?? shownSeed) === shownSeed)
    .flatMap(({ scope, x, y }) =>
      x.values.map((trees, i) => ({ snr: `SNR ${scope.snr}`, trees, r2: short(1 - y.values[i]) })),
    );
  const trees = metricsOf(outcome, 'trees', { model: 'gbdt' }, 'snr');
  return [
    {
      name: 'boosting-curves',
      title: 'R² on validation with the number of trees',
      caption: `Seed ${shownSeed}, one line an SNR. 1 - squared error over the prior's variance; boosting ends when it no longer gets better, and the trees up to the best are kept.`,
      description: `Trees kept, mean over seeds: ${trees.map(({ scope, value }) => `${value.toFixed(0)} at SNR ${scope.snr}`).join(', ')}.`,
      spec: {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: {
          x: { field: 'trees', type: 'quantitative', title: 'Trees' },
          y: { field: 'r2', type: 'quantitative', title: 'R² on validation', scale: { domain: [0, 1] } },
          color: { field: 'snr', type: 'nominal', title: null, sort: null, legend: { columns: 7 } },
        },
      },
    },
  ];
}
