import { z } from 'zod';
import { defineExperiment, type RunContext, type RunMetric } from '../../engine/experiment.ts';
import type { Metric, Outcome, Scope } from '../../schema/outcome.ts';
import { efficiency, errorShare, pairedDifference, republish } from './core-metrics.ts';
import { metricsOf } from './select.ts';

const params = z.strictObject({
  parameters: z.int().min(1).meta({ description: 'Unknown labels of the ceilings; models face four' }),
});

/** Where each model of the core figure is measured, in the order of the figure. */
const models = {
  ridge: 'spectra-ridge',
  template: 'spectra-template',
  'template-mean': 'spectra-template',
  gbdt: 'spectra-gbdt',
  cnn: 'spectra-cnn',
  vit: 'spectra-vit',
  mlp: 'spectra-mlp',
} as const;
type ModelName = keyof typeof models;
const modelNames = Object.keys(models) as ModelName[];

/** Differences that claims speak of. */
const pairs: [ModelName, ModelName][] = [
  ['mlp', 'ridge'],
  ['gbdt', 'ridge'],
  ['template', 'ridge'],
  ['template-mean', 'mlp'],
  ['cnn', 'mlp'],
  ['vit', 'gbdt'],
  ['vit', 'cnn'],
];

/**
 * The suite's core figure as numbers: models and ceilings over SNR, side by side. Computed from upstream outcomes alone;
 * run once for each of their seeds, so that values per seed carry over.
 */
export default defineExperiment<z.infer<typeof params>>({
  params,
  run({ parameters }, context) {
    const { seed } = context;
    const outcome = (id: string): Outcome => context.upstream[id].outcome;
    const scoresOf = (model: ModelName, name: string) => metricsOf(outcome(models[model]), name, { model }, 'snr');
    const scores = modelNames.flatMap((model) => scoresOf(model, 'r2'));
    const ceilings = ceilingsOf(outcome('spectra-ceilings'), parameters, scores.map(snrOf));
    const ceilingAt = (name: string, score: Metric) =>
      ceilings.find((other) => other.name === name && snrOf(other) === snrOf(score));

    const errors = modelNames.flatMap((model) =>
      ['mae', 'rmse'].flatMap((name) => scoresOf(model, name).map((metric) => republish(metric, seed))),
    );
    const shares = scores.flatMap((score) => {
      const [crlb, prior, optimum] = ['r2max', 'van_trees_r2', 'r2_opt'].map((name) => ceilingAt(name, score));
      return [
        crlb && efficiency(score, crlb, seed, 'efficiency', 'Efficiency: $R^2$ over the CRLB ceiling'),
        prior && efficiency(score, prior, seed, 'van_trees_efficiency', '$R^2$ over the van Trees surrogate'),
        optimum && efficiency(score, optimum, seed, 'r2_over_optimal', '$R^2$ over the Bayes-optimal $R^2$'),
        optimum && errorShare(score, optimum, seed),
      ];
    });
    const differences = pairs.flatMap(([left, right]) =>
      scoresOf(left, 'r2').flatMap((score) => {
        const other = scoresOf(right, 'r2').find((metric) => snrOf(metric) === snrOf(score));
        return other ? [pairedDifference(score, other, seed)] : [];
      }),
    );
    const shuffled = outcome('spectra-label-shuffle')
      .metrics.filter(({ name }) => name === 'r2')
      .map((metric) => republish(metric, seed, { name: 'shuffled_r2', label: '$R^2$ of log g with shuffled labels' }));
    const metrics: (RunMetric | null | undefined)[] = [
      ...scores.map((metric) => republish(metric, seed)),
      ...errors,
      ...ceilings.map((metric) => republish(metric, seed, { scope: ceilingScope(metric) })),
      ...shares,
      ...differences,
      ...shuffled,
    ];
    return Promise.resolve({ metrics: metrics.filter((metric) => !!metric), scale: scaleOf(context) });
  },
});

const snrOf = ({ scope }: Metric): number => Number(scope.snr);

/** All three ceilings, the first with its band over stars, at those SNRs of the models that they were computed at. */
function ceilingsOf(outcome: Outcome, parameters: number, snrs: number[]): Metric[] {
  return ['r2max', 'r2max_p10', 'r2max_p90', 'van_trees_r2', 'r2_opt'].flatMap((name) =>
    metricsOf(outcome, name, { parameters }, 'snr').filter((metric) => snrs.includes(snrOf(metric))),
  );
}

function ceilingScope(metric: Metric): Scope {
  const ceilings: Record<string, string> = { van_trees_r2: 'van-trees', r2_opt: 'bayes' };
  return { ceiling: ceilings[metric.name] ?? 'crlb', snr: snrOf(metric) };
}

/** Sizes of the MLP's run; others train on fewer spectra. */
function scaleOf({ upstream }: Pick<RunContext, 'upstream'>): Record<string, number> {
  return { ...upstream['spectra-mlp'].outcome.scale, ridge_train: upstream['spectra-ridge'].outcome.scale.train };
}
