import type { RunMetric, RunResult } from '../engine/experiment.ts';
import type { Curve } from '../schema/outcome.ts';
import type { TrackedCurve, TrackedMetric, TrackedRun } from './tracker.ts';

/** Most points of a curve in an outcome. */
export const curvePoints = 200;

const digits = 4;

/** At most `count` indices of `length` points, evenly spread in the order logged; first and last are always among them. */
export function spread(length: number, count = curvePoints): number[] {
  if (length <= count) return Array.from({ length }, (_, at) => at);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}

function toMetric({ name, label, value, details }: TrackedMetric): RunMetric {
  const unknown = { unit: '', direction: 'none', split: 'none', scope: {}, n: null, digits } as const;
  return { ...unknown, ...details, name, label, value };
}

function toCurve({ name, label, steps, values, xName }: TrackedCurve): Curve {
  const kept = spread(steps.length);
  return {
    name,
    label,
    scope: {},
    x: { name: xName, unit: '', values: kept.map((at) => steps[at]) },
    y: { name: label, unit: '', values: kept.map((at) => values[at]) },
  };
}

/**
 * What a run of the engine would give back. A tracker knows no unit, direction or split, so these stay empty; scalars
 * that are not finite are not in it: whoever needs them looks at `run.unusable`.
 */
export function toRunResult(run: TrackedRun): RunResult {
  return {
    status: run.gates.every((gate) => gate.passed) ? 'ok' : 'failed-gate',
    metrics: run.metrics.map(toMetric),
    curves: run.curves.map(toCurve),
    gates: run.gates,
    scale: run.scale,
  };
}
