import { basename, resolve } from 'node:path';
import { canonicalJson } from '../engine/canonical.ts';
import type { Scope } from '../schema/outcome.ts';
import { UserError } from '../schema/user-error.ts';
import { metricName } from './names.ts';
import type { MetricDetails, TrackedCurve, TrackedRun, TrackerName } from './tracker.ts';

/** A scalar as a file has it, before name and value are looked at. */
export interface Reading {
  name: string;
  value: number;
  step: number | null;
  /** File, relative to what is read, with line or record. */
  where: string;
  label?: string;
  details?: MetricDetails;
}

/** A course as a file has it. */
export interface Series {
  name: string;
  steps: number[];
  values: number[];
  label?: string;
  xName?: string;
}

export interface Readings extends Partial<Pick<TrackedRun, 'params' | 'date' | 'tool' | 'notes' | 'scale' | 'gates'>> {
  name?: string | null;
  readings: Reading[];
  series: Series[];
}

/** The last point of a course, which is what trackers call the value of a metric. */
export function lastOf({ name, steps, values }: Series, where: string): Reading[] {
  if (values.length === 0) return [];
  return [{ name, value: values.at(-1)!, step: steps.at(-1)!, where }];
}

/** @throws {UserError} where two names become one: neither could be addressed. */
function checkCollisions(path: string, items: { raw: string; name: string; scope: Scope }[]): void {
  const seen = new Map<string, string>();
  for (const { raw, name, scope } of items) {
    const key = `${name} ${canonicalJson(scope)}`;
    const other = seen.get(key);
    if (other !== undefined) {
      throw new UserError(
        other === raw
          ? `${path} has the metric "${raw}" twice`
          : `${path} has the metrics "${other}" and "${raw}"; both would be called "${name}"`,
        { hint: 'Log them with names that differ in letters, digits and underscores, or tell them apart by scope.' },
      );
    }
    seen.set(key, raw);
  }
}

function toCurve(series: Series, notes: string[]): TrackedCurve[] {
  const finite = series.values.flatMap((value, at) =>
    Number.isFinite(value) && Number.isFinite(series.steps[at]) ? [at] : [],
  );
  const lost = series.values.length - finite.length;
  if (lost > 0) notes.push(`${lost} of ${series.values.length} points of "${series.name}" are not finite: left out`);
  if (finite.length < 2) return [];
  return [
    {
      name: metricName(series.name) ?? series.name,
      label: series.label ?? series.name,
      steps: finite.map((at) => series.steps[at]),
      values: finite.map((at) => series.values[at]),
      xName: series.xName ?? 'step',
    },
  ];
}

/**
 * Names in our grammar, and what is no finite number set apart.
 * @throws {UserError} where nothing at all was logged, or two names become one.
 */
export function collect(tracker: TrackerName, path: string, read: Readings): TrackedRun {
  if (read.readings.length === 0) {
    throw new UserError(`${path} holds no scalar`, {
      hint: 'Log at least one number, or name the folder of a run that did.',
    });
  }
  const named = read.readings.map((reading) => ({ ...reading, short: metricName(reading.name) }));
  const isUsable = ({ short, value }: (typeof named)[number]) => short !== null && Number.isFinite(value);
  const notes = [...(read.notes ?? [])];
  checkCollisions(
    path,
    named.flatMap(({ name, short, details }) =>
      short ? [{ raw: name, name: short, scope: details?.scope ?? {} }] : [],
    ),
  );
  return {
    tracker,
    name: read.name || basename(resolve(path)),
    params: read.params ?? {},
    metrics: named.filter(isUsable).map(({ name, short, label, value, step, details }) => ({
      name: short!,
      label: label ?? name,
      value,
      step,
      details: details ?? {},
    })),
    curves: read.series.flatMap((series) => toCurve(series, notes)),
    unusable: named
      .filter((reading) => !isUsable(reading))
      .map(({ name, short, value, where }) => ({
        name,
        value: short === null ? `${value}, under a name without a Latin letter or digit` : String(value),
        where,
      })),
    scale: read.scale ?? {},
    gates: read.gates ?? [],
    date: read.date ?? null,
    tool: read.tool ?? null,
    notes,
  };
}
