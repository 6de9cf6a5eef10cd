import type { Predictions, Statistic } from '@paper-factory/runners/metrics';
import type { Chosen } from './choose.ts';

type Catalogue = typeof import('@paper-factory/runners/metrics');

export interface MetricResult {
  metric: string;
  /** Rows. */
  n: number;
  /** Null where it is undefined, for the reason given. */
  value: number | null;
  /** Ends of the 95% bootstrap interval; null for a single row, or where no resample has a value. */
  low: number | null;
  high: number | null;
  /** Resamples without a value, which the interval leaves out. */
  undefinedReplicates: number;
  reason?: string;
}

export interface TableResult {
  metric: string;
  n: number;
  header: string[];
  rows: (string | number)[][];
}

export interface EvaluateOptions {
  n: number;
  /** Whether there is a column of weights. */
  weighted: boolean;
  seed: number;
  resamples: number;
}

/** Every chosen metric of some rows; those that are resampled alike share the resamples. */
export function evaluate(
  { resample, bootstrapInterval }: Pick<Catalogue, 'resample' | 'bootstrapInterval'>,
  chosen: Chosen[],
  data: Predictions,
  { n, weighted, seed, resamples }: EvaluateOptions,
): { results: MetricResult[]; tables: TableResult[] } {
  const weights = weighted ? data.numbers('weight', '0 or above') : new Float64Array(n).fill(1);
  const weightless = weights.every((weight) => weight === 0);
  const tables: TableResult[] = [];
  const results: MetricResult[] = [];
  const alike: Record<'together' | 'byClass', { result: MetricResult; statistic: Statistic }[]> = {
    together: [],
    byClass: [],
  };

  for (const { name, entry, parameter } of chosen) {
    if ('table' in entry) {
      if (!weightless) tables.push({ metric: name, n, ...entry.table(data, parameter, weights) });
      continue;
    }
    const statistic = entry.prepare(data, parameter);
    const value = weightless ? NaN : statistic(weights);
    const result: MetricResult = { metric: name, n, value, low: null, high: null, undefinedReplicates: 0 };
    results.push(result);
    if (Number.isFinite(value)) alike[entry.byClass ? 'byClass' : 'together'].push({ result, statistic });
    else {
      result.value = null;
      result.reason = weightless ? 'all weights are 0' : (entry.undefinedWhere ?? 'it is too large a number');
    }
  }

  for (const [how, members] of Object.entries(alike)) {
    // One row can only be drawn again: its interval would look certain.
    if (members.length === 0 || n === 1) continue;
    const strata = how === 'byClass' ? data.trueClasses() : undefined;
    const replicates = resample(
      { n, seed, resamples, weights, strata },
      members.map(({ statistic }) => statistic),
    );
    members.forEach(({ result }, i) => {
      const { low, high, undefinedReplicates } = bootstrapInterval(replicates[i]);
      result.undefinedReplicates = undefinedReplicates;
      if (undefinedReplicates < resamples) Object.assign(result, { low, high });
    });
  }
  return { results, tables };
}
