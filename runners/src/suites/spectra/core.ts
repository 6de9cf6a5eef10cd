import { z } from 'zod';
import { defineExperiment, type RunContext, type RunMetric } from '../../engine/experiment.ts';
import type { Metric, Outcome, Scope } from '../../schema/outcome.ts';
import { efficiency, pairedDifference, republish } from './core-metrics.ts';
import { metricsOf } from './figures/select.ts';

const params = z.strictObject({
  parameters: z.int().min(1).meta({ description: 'Unknown labels of the ceilings; models face four' }),
});

/**
 * The suite's core figure as numbers: models and ceilings over SNR, side by side. Computed from upstream outcomes alone;
 * run once for each of their seeds, so that values per seed carry over.
 */
export default defineExperiment<z.infer<typeof params>>({
  params,
  run({ parameters }, context) {
    const { seed } = context;
    const outcome = (id: string): Outcome => context.upstream[id].outcome;
    const models = { ridge: outcome('spectra-ridge'), mlp: outcome('spectra-mlp') };
    const scoresOf = (model: keyof typeof models, name: string) => metricsOf(models[model], name, { model }, 'snr');
    const ridge = scoresOf('ridge', 'r2');
    const mlp = scoresOf('mlp', 'r2');
    const ceilings = ceilingsOf(outcome('spectra-ceilings'), parameters, [...ridge, ...mlp].map(snrOf));
    const ofRidge = (snr: number) => ridge.find((metric) => snrOf(metric) === snr);

    const errors = (['ridge', 'mlp'] as const).flatMap((model) =>
      ['mae', 'rmse'].flatMap((name) => scoresOf(model, name).map((metric) => republish(metric, seed))),
    );
    const efficiencies = [...ridge, ...mlp].flatMap((metric) => {
      const crlb = ceilings.find((other) => other.name === 'r2max' && snrOf(other) === snrOf(metric));
      const prior = ceilings.find((other) => other.name === 'van_trees_r2' && snrOf(other) === snrOf(metric));
      return [
        crlb && efficiency(metric, crlb, seed, 'efficiency', 'Efficiency: $R^2$ over the CRLB ceiling'),
        prior && efficiency(metric, prior, seed, 'van_trees_efficiency', '$R^2$ over the van Trees surrogate'),
      ];
    });
    const differences = mlp.flatMap((left) => {
      const right = ofRidge(snrOf(left));
      return right ? [pairedDifference(left, right, seed)] : [];
    });
    const shuffled = outcome('spectra-label-shuffle')
      .metrics.filter(({ name }) => name === 'r2')
      .map((metric) => republish(metric, seed, { name: 'shuffled_r2', label: '$R^2$ of log g with shuffled labels' }));
    const metrics: (RunMetric | null | undefined)[] = [
      ...[...ridge, ...mlp].map((metric) => republish(metric, seed)),
      ...errors,
      ...ceilings.map((metric) => republish(metric, seed, { scope: ceilingScope(metric) })),
      ...efficiencies,
      ...differences,
      ...shuffled,
    ];
    return Promise.resolve({ metrics: metrics.filter((metric) => !!metric), scale: scaleOf(context) });
  },
});

const snrOf = ({ scope }: Metric): number => Number(scope.snr);

/** Both ceilings, the first with its band over stars, at those SNRs of the models that they were computed at. */
function ceilingsOf(outcome: Outcome, parameters: number, snrs: number[]): Metric[] {
  return ['r2max', 'r2max_p10', 'r2max_p90', 'van_trees_r2'].flatMap((name) =>
    metricsOf(outcome, name, { parameters }, 'snr').filter((metric) => snrs.includes(snrOf(metric))),
  );
}

function ceilingScope(metric: Metric): Scope {
  return { ceiling: metric.name === 'van_trees_r2' ? 'van-trees' : 'crlb', snr: snrOf(metric) };
}

/** Sizes of the MLP's run; ridge trains on fewer spectra. */
function scaleOf({ upstream }: Pick<RunContext, 'upstream'>): Record<string, number> {
  return { ...upstream['spectra-mlp'].outcome.scale, ridge_train: upstream['spectra-ridge'].outcome.scale.train };
}
