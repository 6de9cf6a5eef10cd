import type { RunMetric } from '../../engine/experiment.ts';
import type { Metric } from '../../schema/outcome.ts';

/** An upstream number as one run of the core sees it: the value of its seed where there is one, else the mean. */
export function valueAtSeed(metric: Metric, seed: number): number {
  return metric.perSeed.find((each) => each.seed === seed)?.value ?? metric.value;
}

/** The same number under the core's own name and scope, with its replicates where upstream kept them. */
export function republish(metric: Metric, seed: number, changes: Partial<RunMetric> = {}): RunMetric {
  const { name, label, unit, direction, split, scope, n, digits, resamples } = metric;
  const fields = { name, label, unit, direction, split, scope, n, digits };
  return { ...fields, value: valueAtSeed(metric, seed), resamples, ...changes };
}

/** Replicates of a function of two metrics: paired where both were drawn from the same samples, else of the first alone. */
function combine(left: Metric, right: Metric, of: (left: number, right: number) => number): number[] | undefined {
  const paired = left.n === right.n && left.resamples?.length === right.resamples?.length;
  const others = paired ? right.resamples : undefined;
  return left.resamples?.map((value, i) => of(value, others?.[i] ?? right.value));
}

/** R2 of a model as a share of a ceiling's; where they were not measured on the same stars the ceiling counts as exact. */
export function efficiency(
  model: Metric,
  ceiling: Metric,
  seed: number,
  name: string,
  label: string,
): RunMetric | null {
  if (!(ceiling.value > 0)) return null;
  const resamples = combine(model, ceiling, (score, best) => score / best);
  return republish(model, seed, { name, label, value: valueAtSeed(model, seed) / ceiling.value, resamples });
}

/** The smallest mean squared error that there is over that of a model: (1 - R2_opt) / (1 - R2), 1 at best. */
export function errorShare(model: Metric, optimum: Metric, seed: number): RunMetric {
  const share = (score: number, best: number) => (1 - best) / (1 - score);
  return republish(model, seed, {
    name: 'optimal_error_share',
    label: 'Bayes-optimal over own squared error, $\\mathrm{MSE}_{\\mathrm{opt}} / \\mathrm{MSE}$',
    value: share(valueAtSeed(model, seed), optimum.value),
    resamples: combine(model, optimum, share),
  });
}

/**
 * Difference of two models on the same test spectra. Both drew the same resamples of them, so the interval comes from
 * differences replicate by replicate.
 */
export function pairedDifference(left: Metric, right: Metric, seed: number): RunMetric {
  if (left.n !== right.n) throw new Error(`${left.name} of ${left.n} and of ${right.n} samples cannot be paired`);
  const { model: leftModel, ...point } = left.scope;
  return republish(left, seed, {
    name: `${left.name}_difference`,
    label: 'Difference in $R^2$ of log g, paired',
    scope: { left: leftModel, right: right.scope.model, ...point },
    value: valueAtSeed(left, seed) - valueAtSeed(right, seed),
    resamples: right.resamples && combine(left, right, (value, other) => value - other),
  });
}
