import { addressOf, type Metric, type Outcome } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import type { Difference, VerifyEvent } from './events.ts';

type Result = Exclude<VerifyEvent['result'], 'flipped' | 'failed'>;

/** Half the spread of a metric over its seeds: what another seed might have given. */
export function noiseFloor(metric: Metric): number {
  const values = metric.perSeed.map((run) => run.value);
  return (Math.max(...values) - Math.min(...values)) / 2;
}

const parts = ['status', 'scale', 'curves', 'gates'] as const;
/** Fields of a metric that another seed would move; a change of any other is no noise. */
const noisy = new Set<keyof Metric>(['value', 'perSeed', 'ci', 'resamples']);

/** Compares a committed outcome with its re-execution: equal, inside the noise over seeds, or changed. */
export function compareOutcomes(committed: Outcome, fresh: Outcome): { result: Result; differences: Difference[] } {
  const differences: Difference[] = [];
  let within = true;
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
      (field) => canonicalJson(metric[field]) !== canonicalJson(other[field]),
    );
    if (fields.length === 0) continue;
    const where = fields.includes('value') ? address : `${address} (${fields.join(', ')})`;
    differences.push({ where, committed: String(metric.value), reexecuted: String(other.value) });
    const near = Math.abs(other.value - metric.value) <= noiseFloor(metric);
    if (!near || fields.some((field) => !noisy.has(field))) within = false;
  }
  for (const [address, metric] of found) {
    differences.push({ where: address, committed: 'absent', reexecuted: String(metric.value) });
    within = false;
  }
  for (const part of parts) {
    if (canonicalJson(committed[part]) === canonicalJson(fresh[part])) continue;
    differences.push({ where: part, committed: 'as committed', reexecuted: 'other' });
    within = false;
  }
  // A value edited without its seeds, or the other way round, is no noise: the file contradicts itself.
  if (committed.metrics.some((metric) => !consistent(metric))) within = false;
  return { result: differences.length === 0 ? 'equal' : within ? 'within-noise' : 'changed', differences };
}

function consistent(metric: Metric): boolean {
  const mean = metric.perSeed.reduce((sum, run) => sum + run.value, 0) / metric.perSeed.length;
  return Math.abs(mean - metric.value) <= 1e-5 * Math.max(1, Math.abs(mean));
}
