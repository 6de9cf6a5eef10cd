import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome, Scope } from '../../../schema/outcome.ts';
import { curvesOf } from '../select.ts';
import { short } from './compact.ts';

/**
 * R2 over the epochs, on training and on validation, of every curve whose scope `fieldsOf` gives fields for. The loss is
 * in units of the prior variance, so 1 - loss is an R2.
 */
export function trainingRows<Fields extends object>(outcome: Outcome, fieldsOf: (scope: Scope) => Fields | null) {
  const rows = (curve: string, kind: string, value: (y: number) => number) =>
    curvesOf(outcome, curve).flatMap(({ scope, x, y }) => {
      const fields = fieldsOf(scope);
      return fields ? x.values.map((epoch, i) => ({ ...fields, kind, epoch, r2: short(value(y.values[i])) })) : [];
    });
  return {
    training: rows('training-loss', 'Training, fresh noise', (loss) => 1 - loss),
    validation: rows('validation-r2', 'Validation', (r2) => r2),
  };
}

/** Training curves of a network that is trained once for all SNRs, seed by seed; what is below 0 is left out. */
export function trainingCurves(outcome: Outcome, name: string): FigureSpec[] {
  const { training, validation } = trainingRows(outcome, (scope) => ({ seed: scope.seed ?? 1 }));
  const last = Math.max(...validation.map(({ epoch }) => epoch));
  const best = Math.max(...validation.map(({ r2 }) => r2));
  return [
    {
      name: 'training-curves',
      title: `R² of the ${name} during training, mean over all SNRs`,
      caption:
        'One line a seed. Training: 1 - loss over an epoch of noise that is never used twice. Validation: spectra and noise of their own, the same every epoch; the weights of the best epoch are kept.',
      description: `The highest R² on validation, mean over the SNRs, is ${best.toFixed(2)}.`,
      spec: {
        data: { values: [...validation, ...training].filter(({ r2 }) => r2 >= 0) },
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: {
          x: { field: 'epoch', type: 'quantitative', title: 'Epoch', scale: { domain: [0, last], nice: false } },
          y: { field: 'r2', type: 'quantitative', title: 'R² for log g', scale: { domain: [0, 1] } },
          detail: { field: 'seed', type: 'nominal' },
          color: { field: 'kind', type: 'nominal', title: null, sort: ['Validation'], legend: { labelLimit: 300 } },
        },
      },
    },
  ];
}
