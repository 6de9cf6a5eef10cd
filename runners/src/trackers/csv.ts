import { extname } from 'node:path';
import { collect, lastOf, type Series } from './collect.ts';
import { isFile } from './files.ts';
import { parseTable } from './table.ts';
import type { Tracker } from './tracker.ts';

/** Columns that count, best first; they are no metrics. */
const counters = ['step', 'global_step', 'iteration', 'iter', 'epoch'];

/** A table with a column for each metric and a row for each step, as Lightning, Keras and many scripts write it. */
export const csv: Tracker = {
  name: 'csv',
  expects: 'a .csv or .tsv file',
  recognises: (path) => ['.csv', '.tsv'].includes(extname(path).toLowerCase()) && isFile(path),
  read(path, readFile) {
    const { columns, lines, notes } = parseTable(readFile(path).toString('utf8'), path);
    const counter = (name: string) => columns.find((column) => column.name.toLowerCase() === name);
    const steps = counters.map(counter).find((column) => column !== undefined);
    const metrics = columns.filter(({ name }) => !counters.includes(name.toLowerCase()));
    const readings = [];
    const series: Series[] = [];
    for (const { name, values } of metrics) {
      // A row may hold the metrics of training only, and the next those of validation.
      const rows = values.flatMap((value, row) => (value === null ? [] : [row]));
      const course = {
        name,
        steps: rows.map((row) => steps?.values[row] ?? row),
        values: rows.map((row) => values[row]!),
        xName: steps?.name ?? 'row',
      };
      if (rows.length === 0) notes.push(`column "${name}" is empty: left out`);
      else readings.push(...lastOf(course, `line ${lines[rows.at(-1)!]}`));
      series.push(course);
    }
    return collect('csv', path, { readings, series, notes });
  },
};
