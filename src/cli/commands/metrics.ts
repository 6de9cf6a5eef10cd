import { resolve } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { UsageError, type Command, type Values } from '../command.ts';
import { checkColumns, chooseMetrics, parseMetrics } from '../predictions/choose.ts';
import { createPredictions } from '../predictions/columns.ts';
import { evaluate } from '../predictions/evaluate.ts';
import { readCsv } from '../predictions/read-csv.ts';
import { formatResults } from '../predictions/report.ts';

export const metrics: Command = {
  name: 'metrics',
  summary: 'computes metrics of a CSV file of predictions, with bootstrap intervals',
  usage: 'FILE.csv',
  positionals: true,
  options: {
    metric: { type: 'string', value: 'NAMES', help: 'Metrics with commas (default: those that fit the columns)' },
    positive: { type: 'string', value: 'CLASS', help: 'The positive one of two classes (default: 1 or true)' },
    resamples: { type: 'string', value: 'N', help: 'Bootstrap resamples (default: 1000)' },
    seed: { type: 'string', value: 'N', help: 'Seed of the resamples (default: 1)' },
    json: { type: 'boolean', help: 'Results as one JSON object' },
  },
  examples: [
    'metrics predictions.csv',
    'metrics predictions.csv --metric r2,mae --json',
    'metrics lenses.csv --metric auroc,precision-at-recall@0.9 --positive lens',
  ],
  async details() {
    const catalogue = await import('@paper-factory/runners/metrics');
    const rows = Object.entries({ ...catalogue.metrics, ...catalogue.tables }).map(([name, entry]) => [
      entry.parameter ? `${name}@${entry.parameter.default}` : name,
      entry.needs.join(' '),
      entry.summary,
    ]);
    const [first, second] = [0, 1].map((at) => Math.max(...rows.map((row) => row[at].length)));
    return [
      'The first line of the file names its columns: y_true, and those that a metric needs. A column weight holds sample',
      'weights; with a column group, each group is also computed by itself. A number after @ may be another one.',
      '',
      'Metrics, and the columns that each needs:',
      ...rows.map(([name, needs, summary]) => `  ${name.padEnd(first)}  ${needs.padEnd(second)}  ${summary}`),
    ];
  },
  async run(values, positionals, terminal) {
    if (positionals.length !== 1) {
      throw new UsageError(`${positionals.length} files are given; expected one CSV file`, {
        hint: 'See `paper-factory metrics --help`.',
      });
    }
    const [file] = positionals;
    const options = {
      seed: wholeNumber('seed', values.seed, 1),
      resamples: wholeNumber('resamples', values.resamples, 1000, mostResamples),
    };
    const catalogue = await import('@paper-factory/runners/metrics');
    const known = { ...catalogue.metrics, ...catalogue.tables };
    const named = values.metric === undefined ? null : parseMetrics(String(values.metric), known);

    const table = readCsv(resolve(terminal.cwd, file), file);
    const data = createPredictions(table, values.positive as string | undefined);
    const chosen = named ?? chooseMetrics(catalogue.metrics, table, data);
    checkColumns(chosen, table);
    const weighted = table.header.includes('weight');
    const groups = table.header.includes('group') ? [...data.groups()] : [];
    const parts = ([[null, table.rows], ...groups] as const).map(([group, rows]) => {
      const part = evaluate(catalogue, chosen, data.columnsOf(rows), { n: rows.length, weighted, ...options });
      const failed = part.results.find(({ value }) => value === null);
      // A group may be too small for a metric; the file may not.
      if (failed && group === null) throw new UserError(`${file}: ${failed.metric} is undefined: ${failed.reason}`);
      return {
        results: part.results.map((result) => ({ group, ...result })),
        tables: part.tables.map((result) => ({ group, ...result })),
      };
    });
    const results = parts.flatMap((part) => part.results);
    const tables = parts.flatMap((part) => part.tables);
    if (values.json) terminal.out(`${JSON.stringify({ file, level: 0.95, ...options, results, tables }, null, 2)}\n`);
    else terminal.out(formatResults(results, tables, options));
    return 0;
  },
};

/** Replicates that memory surely holds; more make no interval better. */
const mostResamples = 1_000_000;

function wholeNumber(name: string, value: Values[string], otherwise: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = value === undefined ? otherwise : Number(value);
  if (Number.isSafeInteger(number) && number >= 1 && number <= most) return number;
  const range = most < Number.MAX_SAFE_INTEGER ? `from 1 to ${most}` : 'of 1 or more';
  throw new UsageError(`--${name} is "${value}"; expected a whole number ${range}`);
}
