import type { Column, Predictions, Range } from '@paper-factory/runners/metrics';
import { UserError } from '@paper-factory/runners/user-error';
import { UsageError } from '../command.ts';
import type { CsvTable, Row } from './read-csv.ts';

const within: Record<Range, (value: number) => boolean> = {
  any: () => true,
  'above 0': (value) => value > 0,
  '0 or above': (value) => value >= 0,
  'between 0 and 1': (value) => value >= 0 && value <= 1,
};

/** A number as people write it; NaN for anything else, empty cells and infinities too. */
export function toNumber(cell: string): number {
  const value = cell === '' ? NaN : Number(cell);
  return Number.isFinite(value) ? value : NaN;
}

/** A file of predictions: its groups, and the columns of the whole file or of one group. */
export function createPredictions(table: CsvTable, positive: string | undefined) {
  const { file, header } = table;
  const cells = (column: Column, rows: Row[] = table.rows) => {
    const at = header.indexOf(column);
    return rows.map((row) => row.cells[at]);
  };

  function numbers(rows: Row[], column: Column, range: Range = 'any'): Float64Array {
    const values = Float64Array.from(cells(column, rows), toNumber);
    const wrong = values.findIndex((value) => !within[range](value) || Number.isNaN(value));
    if (wrong < 0) return values;
    const expected = range === 'any' ? 'a number' : `a number ${range}`;
    const { line } = rows[wrong];
    throw new UserError(`${file}:${line}  ${column} is "${cells(column, rows)[wrong]}", expected ${expected}`, {
      hint: 'Mend the line or leave it out; empty cells, NaN and infinities are no numbers either.',
    });
  }

  /** Class names as they compare: 1, 1.0 and 01 are one class where all names are numbers. */
  function createNaming(columns: Column[]) {
    for (const column of columns) {
      const empty = cells(column).indexOf('');
      if (empty >= 0) throw new UserError(`${file}:${table.rows[empty].line}  ${column} is empty, expected a class`);
    }
    const all = new Set(columns.flatMap((column) => cells(column)));
    const numeric = [...all].every((name) => !Number.isNaN(toNumber(name)));
    const nameOf = (cell: string) => (numeric ? String(toNumber(cell)) : cell);
    const names = [...new Set([...all].map(nameOf))];
    names.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
    return { nameOf, names };
  }

  function positiveOf({ nameOf, names }: ReturnType<typeof createNaming>, where: string): string {
    const listed = names.slice(0, 6).join(', ') + (names.length > 6 ? ', …' : '');
    if (names.length > 2) {
      throw new UserError(`${file}: ${names.length} classes in ${where} (${listed}), and the metric takes two`, {
        hint: 'Take f1-macro, accuracy, ece-confidence or confusion for many classes.',
      });
    }
    if (positive !== undefined) {
      if (names.includes(nameOf(positive))) return nameOf(positive);
      throw new UsageError(`--positive is "${positive}", which is no class of ${where}`, { hint: `Known: ${listed}.` });
    }
    const known = [
      ['0', '1'],
      ['-1', '1'],
      ['false', 'true'],
    ].find((pair) => names.every((name) => pair.includes(name.toLowerCase())));
    if (known) return names.find((name) => name.toLowerCase() === known[1]) ?? known[1];
    throw new UsageError(`which class is the positive one: ${listed}?`, { hint: 'Say it with --positive CLASS.' });
  }

  /** The columns of some rows. Classes and the positive one are those of the whole file. */
  function columnsOf(rows: Row[]): Predictions {
    return {
      numbers: (column, range) => numbers(rows, column, range),
      classes() {
        const { nameOf, names } = createNaming(['y_true', 'y_pred']);
        const codes = new Map(names.map((name, code) => [name, code]));
        const codesOf = (column: Column) => Int32Array.from(cells(column, rows), (cell) => codes.get(nameOf(cell))!);
        return { names, truth: codesOf('y_true'), prediction: codesOf('y_pred') };
      },
      trueClasses() {
        const { nameOf, names } = createNaming(['y_true']);
        return Int32Array.from(cells('y_true', rows), (cell) => names.indexOf(nameOf(cell)));
      },
      positives() {
        const naming = createNaming(['y_true']);
        if (naming.names.length === 1) {
          throw new UserError(`${file}: y_true holds one class only ("${naming.names[0]}"), and the metric needs two`);
        }
        const name = positiveOf(naming, 'y_true');
        return Uint8Array.from(cells('y_true', rows), (cell) => Number(naming.nameOf(cell) === name));
      },
      positiveCode() {
        const naming = createNaming(['y_true', 'y_pred']);
        const code = naming.names.indexOf(positiveOf(naming, 'y_true and y_pred'));
        if (code >= 0) return code;
        throw new UserError(`${file}: the positive class is not among y_true and y_pred ("${naming.names[0]}" only)`);
      },
    };
  }

  /** Rows of each group, in the order in which groups first appear. */
  function groups(): Map<string, Row[]> {
    const byName = new Map<string, Row[]>();
    const names = cells('group');
    table.rows.forEach((row, i) => {
      const members = byName.get(names[i]);
      if (members) members.push(row);
      else byName.set(names[i], [row]);
    });
    return byName;
  }

  return { cells, columnsOf, groups };
}
