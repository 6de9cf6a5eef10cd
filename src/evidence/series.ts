import { formatAddress, matchMetrics, parseAddress, type Metric } from '@paper-factory/runners/schema';
import { lookup, type Lookup, type Outcomes } from './lookup.ts';
import { executedSide, type MeasurementsById, type Side } from './operands.ts';

export type Series = { ok: true; metrics: Metric[] } | Extract<Lookup, { ok: false }>;

/** Data and scope without one key, as text, to see whether two metrics differ in anything else. */
function rest({ scope, split }: Metric, over: string): string {
  const others = Object.entries(scope).filter(([key]) => key !== over);
  return JSON.stringify([split, ...others.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const at = ({ scope }: Metric, over: string): number => Number(scope[over]);

/** Metrics that are no one series: why not, and what to do. */
function broken(text: string, over: string, metrics: Metric[]): Extract<Lookup, { ok: false }> | null {
  const several = (fault: string, hint: string) => ({
    ok: false as const,
    kind: 'several' as const,
    fault: `"${text}" matches ${fault}`,
    hint,
  });
  if (metrics.length < 2) {
    return {
      ok: false,
      kind: 'none',
      fault: `"${text}" matches ${metrics.length} metrics with the key "${over}"; a trend needs two or more`,
      hint: `Name a metric that was swept over ${over}.`,
    };
  }
  const series = new Set(metrics.map((metric) => rest(metric, over)));
  if (series.size > 1) {
    const splits = new Set(metrics.map(({ split }) => split));
    const hint = splits.size > 1 ? `Its points are of the splits ${[...splits].join(', ')}: give each a name. ` : '';
    const fault = `${series.size} series along "${over}"; a trend needs one`;
    return several(fault, `${hint}Add the keys that tell the series apart.`);
  }
  const places = new Set(metrics.map((metric) => at(metric, over)));
  if (places.size === metrics.length) return null;
  const fault = `${metrics.length} metrics at ${places.size} places along "${over}"; a trend needs one at each`;
  return several(fault, 'Correct the run: it writes one metric twice.');
}

/**
 * The metrics along which a trend runs: those that the address matches and that have the key `over`, in its order.
 * They must be two or more, each at another place, and differ in nothing else.
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
  return broken(text, over, metrics) ?? { ok: true, metrics: metrics.sort((a, b) => at(a, over) - at(b, over)) };
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
