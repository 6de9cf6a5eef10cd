import type { FigureSpec } from '../../../figures/figure.ts';
import type { Metric, Outcome } from '../../../schema/outcome.ts';
import { short } from './compact.ts';

const nameOf = ({ scope }: Metric): string =>
  'snr' in scope ? `SNR ${scope.snr}` : `Noise level ${scope.noise_level}`;

const kinds = [
  { name: 'r2', labels: 'Shuffled labels' },
  { name: 'r2_true_labels', labels: 'True labels' },
];

/** The figure of the label-shuffle check: every seed with shuffled and with true labels. */
export default function figures(outcome: Outcome): FigureSpec[] {
  const means = kinds.flatMap(({ name, labels }) =>
    outcome.metrics.filter((metric) => metric.name === name).map((metric) => ({ metric, labels })),
  );
  const values = means.flatMap(({ metric, labels }) =>
    metric.perSeed.map(({ seed, value }) => ({ noise: nameOf(metric), labels, seed, r2: short(value) })),
  );
  const words = means.map(
    ({ metric, labels }) => `${nameOf(metric)}, ${labels.toLowerCase()}: ${metric.value.toFixed(3)}`,
  );
  return [
    {
      name: 'shuffled-vs-true',
      title: 'R² with shuffled and with true labels',
      caption:
        'One mark for each seed. The pipeline is the same for both; only the labels of training and validation spectra are permuted. With shuffled labels nothing is predicted, so no information leaks from the test spectra.',
      description: `Mean R² over seeds on test spectra. ${words.join('; ')}.`,
      spec: {
        width: 500,
        height: 110,
        layer: [
          {
            data: { values: [{ r2: 0 }] },
            mark: 'rule',
            encoding: { x: { field: 'r2', type: 'quantitative' } },
          },
          {
            data: { values },
            mark: { type: 'point', size: 70 },
            encoding: {
              x: {
                field: 'r2',
                type: 'quantitative',
                title: 'R² for log g, test spectra',
                scale: { domain: [-0.05, 1], nice: false },
                axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
              },
              y: { field: 'noise', type: 'nominal', title: null },
              color: { field: 'labels', type: 'nominal', title: null, sort: kinds.map(({ labels }) => labels) },
              shape: { field: 'labels', type: 'nominal', title: null, sort: kinds.map(({ labels }) => labels) },
            },
          },
        ],
      },
    },
  ];
}
