import { formatAddress, matchMetrics, parseAddress, type Metric } from '@paper-factory/runners/schema';
import { lookup, type Lookup, type Outcomes } from './lookup.ts';
import { executedSide, type MeasurementsById, type Side } from './operands.ts';

export type Series = { ok: true; metrics: Metric[] } | Extract<Lookup, { ok: false }>;

/** Scope without one key, as text, to see whether two metrics differ in anything else. */
function rest({ scope }: Metric, over: string): string {
  const others = Object.entries(scope).filter(([key]) => key !== over);
  return JSON.stringify(others.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The metrics along which a trend runs: those that the address matches and that have the key `over`, in its order.
 * They must be two or more and differ in nothing else.
 */
export function lookupSeries(text: string, over: string, outcomes: Outcomes): Series {
  const single = lookup(text, outcomes);
  if (!single.ok && single.kind !== 'several') return single;
  const address = parseAddress(text);
  const metrics = matchMetrics(outcomes.get(address.experiment)!, address).filter(({ scope }) => over in scope);
  const words = metrics.find(({ scope }) => typeof scope[over] !== 'number');
  if (words) {
    return {
      ok: false,
      kind: 'none',
      fault: `"${text}" has ${over} "${words.scope[over]}", which is no number; a trend needs an order`,
      hint: `Name a metric that was swept over a number, or compare two points.`,
    };
  }
  const series = new Set(metrics.map((metric) => rest(metric, over)));
  if (metrics.length >= 2 && series.size === 1) {
    const at = ({ scope }: Metric) => Number(scope[over]);
    return { ok: true, metrics: metrics.sort((a, b) => at(a) - at(b)) };
  }
  return {
    ok: false,
    kind: metrics.length < 2 ? 'none' : 'several',
    fault:
      metrics.length < 2
        ? `"${text}" matches ${metrics.length} metrics with the key "${over}"; a trend needs two or more`
        : `"${text}" matches ${series.size} series along "${over}"; a trend needs one`,
    hint:
      metrics.length < 2 ? `Name a metric that was swept over ${over}.` : 'Add the keys that tell the series apart.',
  };
}

/** The points of a trend as sides, in the order of the key; or the one fault that keeps it from being one. */
export function resolvePoints(
  text: string,
  over: string,
  outcomes: Outcomes,
  measurements: MeasurementsById,
): ({ side: Side } | { fault: Extract<Lookup, { ok: false }> })[] {
  const series = lookupSeries(text, over, outcomes);
  if (!series.ok) return [{ fault: series }];
  const { experiment, seed } = parseAddress(text);
  const outcome = outcomes.get(experiment)!;
  return series.metrics.map((metric) => {
    const address = formatAddress({ experiment, metric: metric.name, scope: metric.scope, seed });
    const value = metric.perSeed.find((run) => run.seed === seed)?.value ?? metric.value;
    return { side: executedSide({ ok: true, address, value, metric, outcome, seed }, measurements) };
  });
}
