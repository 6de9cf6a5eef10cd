import { addressOf, measuredSpread, type Measurement, type Metric, type Outcome } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import type { Difference, VerifyEvent } from './events.ts';

type Result = Exclude<VerifyEvent['result'], 'flipped' | 'failed'>;

/** Parts of an outcome beside its metrics, each with what is left of it when the numbers that noise moves are taken out. */
const parts = {
  status: (outcome: Outcome) => outcome.status,
  scale: (outcome: Outcome) => outcome.scale,
  curves: (outcome: Outcome) => outcome.curves.map(({ x, y, ...curve }) => [curve, x.name, x.unit, y.name, y.unit]),
  gates: (outcome: Outcome) => outcome.gates.map(({ value: _, ...gate }) => gate),
};

/** Fields of a metric that noise moves; a change of any other is no noise. */
const noisy = new Set<keyof Metric>(['value', 'perSeed', 'ci', 'resamples']);

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/**
 * Compares a committed outcome with its re-execution: equal, inside the noise floor, or changed. Curves and the values of
 * gates have no noise floor of their own: they may differ where metrics do, and all of these lie inside theirs.
 * @param measurements Of the same key; what they found feeds the noise floor.
 */
export function compareOutcomes(
  committed: Outcome,
  fresh: Outcome,
  measurements: readonly Measurement[] = [],
): { result: Result; differences: Difference[] } {
  const differences: Difference[] = [];
  const floors = measuredSpread(committed, measurements);
  let within = true;
  let moved = false;
  const found = new Map(fresh.metrics.map((metric) => [addressOf(fresh, metric), metric]));
  for (const metric of committed.metrics) {
    const address = addressOf(committed, metric);
    const other = found.get(address);
    found.delete(address);
    if (!other) {
      differences.push({ where: address, committed: String(metric.value), reexecuted: 'absent' });
      within = false;
      continue;
    }
    const fields = (Object.keys({ ...metric, ...other }) as (keyof Metric)[]).filter(
      (field) => !same(metric[field], other[field]),
    );
    if (fields.length === 0) continue;
    const { floor } = floors.get(address)!;
    const where = fields.includes('value') ? address : `${address} (${fields.join(', ')})`;
    differences.push({ where, committed: String(metric.value), reexecuted: String(other.value), noise: floor });
    const near = Math.abs(other.value - metric.value) <= floor;
    if (!near || fields.some((field) => !noisy.has(field))) within = false;
    moved = true;
  }
  for (const [address, metric] of found) {
    differences.push({ where: address, committed: 'absent', reexecuted: String(metric.value) });
    within = false;
  }
  for (const [part, withoutNumbers] of Object.entries(parts)) {
    const name = part as keyof typeof parts;
    if (same(committed[name], fresh[name])) continue;
    differences.push({ where: part, committed: 'as committed', reexecuted: 'other' });
    if (!moved || !same(withoutNumbers(committed), withoutNumbers(fresh))) within = false;
  }
  // A value edited without its seeds, or the other way round, is no noise: the file contradicts itself.
  if (committed.metrics.some((metric) => !consistent(metric))) within = false;
  return { result: differences.length === 0 ? 'equal' : within ? 'within-noise' : 'changed', differences };
}

function consistent(metric: Metric): boolean {
  const mean = metric.perSeed.reduce((sum, run) => sum + run.value, 0) / metric.perSeed.length;
  return Math.abs(mean - metric.value) <= 1e-5 * Math.max(1, Math.abs(mean));
}
