import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../schema/user-error.ts';
import type { DataFile } from './data-file.ts';

export interface CsvOptions {
  /** One character; default a comma. */
  delimiter?: string;
  /** Cells that stand for a missing value; default '', NA, N/A, NaN and null. */
  missing?: readonly string[];
}

const usualMissing = ['', 'NA', 'N/A', 'NaN', 'nan', 'null'];

/** The rows of a CSV file below its header, column by column. */
export interface CsvTable {
  /** Names in the header, in its order. */
  columns: string[];
  /** Number of rows. */
  rows: number;
  /** The rows that have a value in each of these columns. */
  complete(columns: readonly string[]): CsvTable;
  /** A column as it is written. @throws {UserError} where there is none of that name. */
  texts(column: string): string[];
  /** A column of finite numbers, `[rows]`. @throws {UserError} that names the line of a cell that is none. */
  numbers(column: string): Float64Array;
  /** Columns of finite numbers side by side, row-major `[rows, columns]`, as models take their inputs. */
  matrix(columns: readonly string[]): Float32Array;
  /** A column of names as codes, in the order of the sorted names. */
  classes(column: string): { names: string[]; codes: Int32Array };
}

interface Row {
  record: string[];
  info: { lines: number };
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a CSV file with a header; cells are as RFC 4180 has them, in UTF-8, with or without a byte order mark. Blank lines
 * are left out, spaces around a cell too.
 * @throws {UserError} that names file and line: quotes that do not end, rows of another length, a column twice.
 */
export function readCsv(file: DataFile, { delimiter = ',', missing = usualMissing }: CsvOptions = {}): CsvTable {
  const [header, ...body] = parseRows(file, delimiter);
  if (!header) throw new UserError(`${file.path} is empty`, { hint: 'Expected a header and rows.' });
  const columns = header.record;
  const twice = columns.find((name, at) => name === '' || columns.indexOf(name) !== at);
  if (twice !== undefined) {
    const what = twice === '' ? 'a column has no name' : `the column "${twice}" stands twice`;
    throw new UserError(`${file.path}:1: ${what}`, { hint: 'Give each column a name of its own.' });
  }
  return tableOf({ path: file.path, columns, missing: new Set(missing) }, body);
}

interface About {
  path: string;
  columns: string[];
  missing: ReadonlySet<string>;
}

function tableOf(about: About, body: Row[]): CsvTable {
  const { path, columns, missing } = about;
  const indexOf = (column: string): number => {
    const at = columns.indexOf(column);
    if (at >= 0) return at;
    throw new UserError(`${path} has no column "${column}"`, { hint: `Columns: ${columns.join(', ')}.` });
  };
  const texts = (column: string): string[] => {
    const at = indexOf(column);
    return body.map(({ record }) => record[at]);
  };
  const numbers = (column: string): Float64Array =>
    Float64Array.from(texts(column), (cell, row) => {
      const value = numberPattern.test(cell) ? Number(cell) : NaN;
      if (Number.isFinite(value)) return value;
      const isMissing = missing.has(cell);
      const found = isMissing ? 'has no value' : `is "${cell}", which is no finite number`;
      throw new UserError(`${path}:${body[row].info.lines}: column "${column}" ${found}`, {
        hint: isMissing
          ? `Fill it in, or take the rows that have one: readCsv(file()).complete(['${column}']).`
          : 'Mend it; a column of names is read with texts() or classes().',
      });
    });
  return {
    columns,
    rows: body.length,
    texts,
    numbers,
    complete(names) {
      const at = names.map(indexOf);
      return tableOf(
        about,
        body.filter(({ record }) => at.every((i) => !missing.has(record[i]))),
      );
    },
    matrix(names) {
      const values = names.map(numbers);
      return Float32Array.from(
        { length: body.length * names.length },
        (_, i) => values[i % names.length][Math.floor(i / names.length)],
      );
    },
    classes(column) {
      const found = texts(column);
      const names = [...new Set(found)].sort();
      const codeOf = new Map(names.map((name, code) => [name, code]));
      return { names, codes: Int32Array.from(found, (name) => codeOf.get(name)!) };
    },
  };
}

function parseRows({ path, bytes }: DataFile, delimiter: string): Row[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parse(text, { delimiter, info: true, trim: true, skip_empty_lines: true }) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) {
      const line = typeof error.lines === 'number' ? `:${error.lines}` : '';
      throw new UserError(`${path}${line}: ${error.message}`, { hint: 'Mend the file.', cause: error });
    }
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(`${path} is not UTF-8`, { hint: 'Save it as UTF-8.', cause: error });
  }
}
