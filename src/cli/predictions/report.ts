import { formatTable } from '../table.ts';
import type { EvaluateOptions, MetricResult, TableResult } from './evaluate.ts';

type InGroup<Result> = Result & { group: string | null };

/** Results as text: one row a metric and group, then the tables. */
export function formatResults(
  results: InGroup<MetricResult>[],
  tables: InGroup<TableResult>[],
  { seed, resamples }: Pick<EvaluateOptions, 'seed' | 'resamples'>,
): string {
  const grouped = [...results, ...tables].some(({ group }) => group !== null);
  const parts: string[] = [];
  if (results.length > 0) {
    const rows = results.map(({ metric, group, n, value, low, high, undefinedReplicates, reason }) => [
      metric,
      ...(grouped ? [group ?? 'all'] : []),
      String(n),
      format(value),
      format(low),
      format(high),
      reason ?? (undefinedReplicates > 0 ? `${undefinedReplicates} resamples have no value` : ''),
    ]);
    const header = ['metric', ...(grouped ? ['group'] : []), '>n', '>value', '>95% from', '>to', 'remark'];
    const remarks = rows.some((row) => row.at(-1) !== '');
    const shown = remarks ? rows : rows.map((row) => row.slice(0, -1));
    parts.push(formatTable(remarks ? header : header.slice(0, -1), shown));
  }
  for (const { metric, group, n, header, rows } of tables) {
    const title = `${metric}${grouped ? `, ${group ?? 'all'}` : ''} (n = ${n})`;
    const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? format(cell) : cell)));
    const right = header.map((name, i) => (typeof rows[0]?.[i] === 'number' ? `>${name}` : name));
    parts.push(`${title}\n${formatTable(right, cells)}`);
  }
  if (results.length > 0) parts.push(`Intervals: percentiles of ${resamples} bootstrap resamples, seed ${seed}.\n`);
  return parts.join('\n');
}

/** Five digits, which is more than an interval leaves meaning to. */
function format(value: number | null): string {
  return value === null ? '-' : String(Number(value.toPrecision(5)));
}
