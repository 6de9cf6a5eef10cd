import { addressOf, type Measurement, type Measurements, type Outcome } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import { compareOutcomes } from './compare.ts';

/** When, where and why something was measured once more. */
export type MeasuredBy = Pick<Measurement, 'kind' | 'backend' | 'machine' | 'node' | 'date'> & {
  /** Key of the committed outcome. */
  key: string;
  /** Where else it differs, beside the outcome: figures. */
  differences?: string[];
};

/** One entry is kept for each of these: where it was measured, and what. */
const identity = ({ backend, machine, values, otherDifferences }: Measurement): string =>
  canonicalJson([backend, machine, values, otherDifferences]);

/** The measurements of the key that an outcome has now; what was measured for another one says nothing about it. */
export function measurementsOfKey(existing: Measurements | null, key: string): Measurement[] {
  return existing?.key === key ? existing.measurements : [];
}

/**
 * Adds a measurement to what is kept beside a committed outcome, which stays as it is. An equal one from the same class
 * of machine takes the place of the older; other values make another entry, so that every value ever measured for a key is
 * kept. Entries of another key are dropped.
 */
export function rememberMeasurement(
  existing: Measurements | null,
  committed: Outcome,
  fresh: Outcome,
  { key, differences: more = [], ...about }: MeasuredBy,
): Measurements {
  const found = new Map(fresh.metrics.map((metric) => [addressOf(fresh, metric), metric.value]));
  const both = committed.metrics
    .map((metric) => ({ metric: addressOf(committed, metric), reference: metric.value }))
    .filter(({ metric }) => found.has(metric));
  const values = both
    .map(({ metric, reference }) => ({ metric, reference, value: found.get(metric)! }))
    .filter(({ reference, value }) => value !== reference)
    .map(({ metric, value }) => ({ metric, value }));
  const moved = new Set(values.map(({ metric }) => metric));

  const bare = compareOutcomes(committed, fresh);
  const elsewhere = bare.differences.map(({ where }) => where).filter((where) => !moved.has(where));
  const entry: Measurement = {
    ...about,
    result: 'changed',
    compared: both.length,
    values,
    otherDifferences: [...elsewhere, ...more],
  };
  const others = measurementsOfKey(existing, key).filter((one) => identity(one) !== identity(entry));
  const { result } = compareOutcomes(committed, fresh, others);
  entry.result = more.length > 0 && result === 'equal' ? 'changed' : result;
  const { id, profile } = committed;
  return { schemaVersion: 1, id, profile, key, measurements: [...others, entry] };
}
