import type { Curve, Metric, Outcome, Scope } from '../../schema/outcome.ts';

const matches = (scope: Scope, wanted: Scope): boolean =>
  Object.entries(wanted).every(([key, value]) => scope[key] === value);

/** Metrics of this name whose scope has the wanted entries, in ascending order of the scope's `by`. */
export function metricsOf(outcome: Outcome, name: string, wanted: Scope, by: string): Metric[] {
  return outcome.metrics
    .filter((metric) => metric.name === name && by in metric.scope && matches(metric.scope, wanted))
    .sort((a, b) => Number(a.scope[by]) - Number(b.scope[by]));
}

/** The one metric of this name and exactly this scope. */
export function metricAt(outcome: Outcome, name: string, scope: Scope): Metric {
  const found = outcome.metrics.find(
    (metric) =>
      metric.name === name &&
      matches(metric.scope, scope) &&
      Object.keys(metric.scope).length === Object.keys(scope).length,
  );
  if (!found) throw new Error(`no metric ${name} with scope ${JSON.stringify(scope)}`);
  return found;
}

/** Curves of this name. */
export function curvesOf(outcome: Outcome, name: string): Curve[] {
  return outcome.curves.filter((curve) => curve.name === name);
}
