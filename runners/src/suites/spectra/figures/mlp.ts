import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/outcome.ts';
import { metricsOf } from '../select.ts';
import { trainingRows } from './network.ts';

/** Seed that the curves are drawn of: the others lie on top of it. */
const shownSeed = 1;

/** The figure of the MLP: how training went. */
export default function figures(outcome: Outcome): FigureSpec[] {
  // Negative values of the first epochs are left out below.
  const { training, validation } = trainingRows(outcome, ({ seed = shownSeed, snr }) =>
    seed === shownSeed ? { snr: Number(snr) } : null,
  );
  const last = Math.max(...validation.map(({ epoch }) => epoch));
  const best = metricsOf(outcome, 'validation_r2', { model: 'mlp' }, 'snr');
  const x = {
    field: 'epoch',
    type: 'quantitative' as const,
    title: 'Epoch',
    scale: { domain: [0, last * 1.08], nice: false },
    axis: { values: [0, 10, 20, 30, 40, 50].filter((epoch) => epoch <= last) },
  };
  const y = { field: 'r2', type: 'quantitative' as const, title: 'R² for log g', scale: { domain: [0, 1] } };
  const color = { field: 'snr', type: 'nominal' as const, sort: 'ascending' as const, legend: null };
  return [
    {
      name: 'training-curves',
      title: 'R² during training, one model for each SNR',
      caption: `Seed ${shownSeed}. Training: 1 - loss over an epoch of noise that is never used twice. Validation: spectra and noise of their own, the same every epoch; the weights of its best epoch are kept.`,
      description: `Best R² on validation, mean over seeds: ${best.map(({ scope, value }) => `${value.toFixed(2)} at SNR ${scope.snr}`).join(', ')}.`,
      spec: {
        layer: [
          {
            data: { values: [...validation, ...training].filter(({ r2 }) => r2 >= 0) },
            mark: { type: 'line', strokeWidth: 1.5 },
            encoding: {
              x,
              y,
              color,
              strokeDash: {
                field: 'kind',
                type: 'nominal',
                title: null,
                sort: ['Validation'],
                legend: { labelLimit: 300 },
              },
            },
          },
          {
            data: {
              values: validation
                .filter(({ epoch }) => epoch === last)
                .map((row) => ({ ...row, label: `SNR ${row.snr}` })),
            },
            mark: { type: 'text', align: 'left', dx: 5 },
            encoding: { x, y, color, text: { field: 'label', type: 'nominal' } },
          },
        ],
      },
    },
  ];
}
