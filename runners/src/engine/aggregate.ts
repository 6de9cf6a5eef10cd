import type { Gate, Metric, Outcome, Scope } from '../schema/outcome.ts';
import { percentileInterval } from '../metrics/statistics.ts';
import { canonicalJson, significant } from './canonical.ts';
import type { RunMetric, RunResult } from './experiment.ts';

/** A run's result with the seed it belongs to. */
export interface FinishedRun {
  seed: number;
  result: RunResult;
}

const confidence = 0.95;
const metricDigits = 7;
const curveDigits = 5;

/** Mean over seeds, replicate by replicate: they share the resampled test samples, so the pairing is kept. */
function meanReplicates(group: RunMetric[]): Float64Array | null {
  if (group.some((metric) => metric.resamples?.length !== group[0].resamples?.length)) return null;
  const [first] = group;
  if (!first.resamples?.length) return null;
  return Float64Array.from(
    { length: first.resamples.length },
    (_, i) => group.reduce((sum, metric) => sum + metric.resamples![i], 0) / group.length,
  );
}

function aggregateMetric(group: { seed: number; metric: RunMetric }[]): Metric {
  const { resamples: _, keepResamples, value: __, ...fields } = group[0].metric;
  const perSeed = group
    .map(({ seed, metric }) => ({ seed, value: significant(metric.value, metricDigits) }))
    .sort((a, b) => a.seed - b.seed);
  const mean = group.reduce((sum, { metric }) => sum + metric.value, 0) / group.length;
  const replicates = meanReplicates(group.map(({ metric }) => metric));
  const interval = replicates && percentileInterval(replicates, confidence);
  return {
    ...fields,
    value: significant(mean, metricDigits),
    perSeed,
    ci: interval && {
      level: confidence,
      low: significant(interval.low, metricDigits),
      high: significant(interval.high, metricDigits),
      method: 'bootstrap',
    },
    ...(keepResamples && replicates ? { resamples: [...replicates].map((v) => significant(v, curveDigits)) } : {}),
  };
}

/** What an address names: two metrics that differ in anything else could not be told apart. */
const identity = ({ name, scope }: { name: string; scope: Scope }): string => canonicalJson([name, scope]);

function groupMetrics(runs: FinishedRun[]): { seed: number; metric: RunMetric }[][] {
  const groups = new Map<string, { seed: number; metric: RunMetric }[]>();
  for (const { seed, result } of runs) {
    for (const metric of result.metrics) {
      if (!Number.isFinite(metric.value)) {
        // What a model that diverged says is no number; that it diverged is in the status.
        if (result.status === 'diverged') continue;
        const scope = canonicalJson(metric.scope);
        throw new Error(
          `metric ${metric.name} with scope ${scope} is ${metric.value} at seed ${seed}; it must be finite`,
        );
      }
      const group = groups.get(identity(metric)) ?? [];
      if (group.some((other) => other.seed === seed)) {
        throw new Error(
          `metric ${metric.name} with scope ${canonicalJson(metric.scope)} was measured twice by one seed; add what tells the two apart, e.g. the swept key, to its scope`,
        );
      }
      groups.set(identity(metric), [...group, { seed, metric }]);
    }
  }
  return [...groups.values()];
}

function status(runs: FinishedRun[], gates: Gate[]): Outcome['status'] {
  if (runs.some(({ result }) => result.status === 'diverged')) return 'diverged';
  const failed = gates.some((gate) => !gate.passed) || runs.some(({ result }) => result.status === 'failed-gate');
  return failed ? 'failed-gate' : 'ok';
}

/**
 * One outcome from all runs of an experiment: mean over seeds, spread kept, 95% interval from paired replicates.
 * Numbers are rounded (7 digits, curves 5) and everything is in a fixed order, so equal runs give equal bytes.
 */
export function aggregate(id: string, profile: string, runs: FinishedRun[]): Outcome {
  const seeds = new Set(runs.map((run) => run.seed));
  const round = (values: number[]) => values.map((value) => significant(value, curveDigits));
  const gates = runs
    .flatMap(({ result }) => result.gates ?? [])
    .map((gate) => ({
      ...gate,
      value: significant(gate.value, metricDigits),
    }));
  return {
    schemaVersion: 1,
    id,
    profile,
    status: status(runs, gates),
    scale: Object.assign({}, ...runs.map(({ result }) => result.scale ?? {})),
    metrics: groupMetrics(runs)
      .map(aggregateMetric)
      .sort((a, b) => compareMetrics(a, b)),
    curves: runs.flatMap(({ seed, result }) =>
      (result.curves ?? []).map((curve) => ({
        ...curve,
        scope: seeds.size > 1 ? { ...curve.scope, seed } : curve.scope,
        x: { ...curve.x, values: round(curve.x.values) },
        y: { ...curve.y, values: round(curve.y.values) },
      })),
    ),
    gates,
  };
}

function compareMetrics(a: Metric, b: Metric): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const keys = [...new Set([...Object.keys(a.scope), ...Object.keys(b.scope)])].sort();
  for (const key of keys) {
    const [left, right] = [a.scope[key] ?? '', b.scope[key] ?? ''];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.split < b.split ? -1 : 1;
}
