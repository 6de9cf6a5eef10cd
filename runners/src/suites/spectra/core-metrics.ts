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

/** R2 of a model as a share of a ceiling's; its interval is that of the model, the ceiling taken as exact. */
export function efficiency(
  model: Metric,
  ceiling: Metric,
  seed: number,
  name: string,
  label: string,
): RunMetric | null {
  if (!(ceiling.value > 0)) return null;
  const resamples = model.resamples?.map((value) => value / ceiling.value);
  return republish(model, seed, { name, label, value: valueAtSeed(model, seed) / ceiling.value, resamples });
}

/**
 * Difference of two models on the same test spectra. Both drew the same resamples of them, so the interval comes from
 * differences replicate by replicate.
 */
export function pairedDifference(left: Metric, right: Metric, seed: number): RunMetric {
  if (left.n !== right.n) throw new Error(`${left.name} of ${left.n} and of ${right.n} samples cannot be paired`);
  const others = right.resamples;
  const { model: leftModel, ...point } = left.scope;
  return republish(left, seed, {
    name: `${left.name}_difference`,
    label: 'Difference in $R^2$ of log g, paired',
    scope: { left: leftModel, right: right.scope.model, ...point },
    value: valueAtSeed(left, seed) - valueAtSeed(right, seed),
    resamples: others && left.resamples?.map((value, i) => value - others[i]),
  });
}
