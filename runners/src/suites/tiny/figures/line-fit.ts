import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/index.ts';

/** Training loss against step, one line a seed. */
export default function figures(outcome: Outcome): FigureSpec[] {
  const values = outcome.curves.flatMap(({ x, y, scope }) =>
    x.values.map((step, i) => ({ step, loss: y.values[i], seed: String(scope.seed ?? 1) })),
  );
  const last = outcome.curves.map(({ y }) => y.values.at(-1)!.toPrecision(2)).join(', ');
  return [
    {
      name: 'training-loss',
      title: 'Training loss of the line fit',
      caption: 'Mean squared error on the training points against the gradient step, for each seed.',
      description: `The loss falls and levels off; it ends at ${last}.`,
      spec: {
        data: { values },
        mark: { type: 'line' },
        encoding: {
          x: { field: 'step', type: 'quantitative', title: 'Gradient step' },
          y: { field: 'loss', type: 'quantitative', title: 'Mean squared error', scale: { type: 'log' } },
          color: { field: 'seed', type: 'nominal', title: 'Seed' },
        },
      },
    },
  ];
}
