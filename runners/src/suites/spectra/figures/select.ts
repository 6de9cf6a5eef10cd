import type { Curve, Metric, Outcome, Scope } from '../../../schema/outcome.ts';

/** Four significant digits: more than a figure can show, fewer bytes than a double. */
export const short = (value: number): number => Number(value.toPrecision(4));
/** Six significant digits, for wavelengths. */
export const fine = (value: number): number => Number(value.toPrecision(6));

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

/**
 * A curve as one datum with arrays, which {@link unfold} spreads into points: a fifth of the bytes of one row a point.
 */
export function folded(curve: Curve, fields: Record<string, string | number>): Record<string, unknown> {
  return { ...fields, x: curve.x.values.map(fine), y: curve.y.values.map(short) };
}

export const unfold: { flatten: string[] }[] = [{ flatten: ['x', 'y'] }];
