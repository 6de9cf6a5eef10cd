import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../schema/user-error.ts';
import { parseNumber } from './numbers.ts';

/** One column: a number for each row that has one. */
export interface Column {
  name: string;
  /** By row; null where the cell is empty. */
  values: (number | null)[];
}

export interface NumberTable {
  columns: Column[];
  /** Line of each row in the file. */
  lines: number[];
  notes: string[];
}

const delimiters = [',', ';', '\t', '|'];

/** The delimiter that the header has most of. */
function sniff(text: string): string {
  const [header] = text.split(/\r?\n/, 1);
  const count = (delimiter: string) => header.split(delimiter).length;
  return [...delimiters].sort((a, b) => count(b) - count(a))[0];
}

/** A column while it is read: cells are kept as numbers, for a log may have millions. */
interface Reading extends Column {
  /** The first cell that is no number. */
  odd: { line: number; text: string } | null;
  hasNumber: boolean;
}

function checkHeader(header: string[], file: string): void {
  const empty = header.findIndex((name) => name === '');
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  // pandas writes its index under no name, as the first column.
  if (empty > 0) throw new UserError(`${file}:1: column ${empty + 1} has no name`, { hint: 'Name every column.' });
  if (twice) throw new UserError(`${file}:1: the column "${twice}" stands twice`, { hint: 'Name each column once.' });
}

function addCell(column: Reading, cell: string, line: number): void {
  const number = cell === '' ? null : parseNumber(cell);
  column.values.push(number);
  column.hasNumber ||= number !== null;
  if (number === null && cell !== '') column.odd ??= { line, text: cell };
}

/** Rows of a table, as far as they are whole. */
class Rows {
  readonly columns: Reading[] = [];
  readonly lines: number[] = [];
  /** The first row of another length than the header, and whether rows follow it. */
  uneven: { line: number; cells: number; isLast: boolean } | null = null;
  hasHeader = false;

  add(record: string[], line: number): void {
    if (!this.hasHeader) {
      this.hasHeader = true;
      for (const name of record) this.columns.push({ name: name.trim(), values: [], odd: null, hasNumber: false });
      return;
    }
    if (this.uneven) this.uneven.isLast = false;
    if (record.length !== this.columns.length) this.uneven ??= { line, cells: record.length, isLast: true };
    if (this.uneven) return;
    this.columns.forEach((column, at) => addCell(column, record[at].trim(), line));
    this.lines.push(line);
  }

  /** Takes back the last row. */
  drop(): void {
    const line = this.lines.pop();
    for (const column of this.columns) {
      column.values.pop();
      if (column.odd?.line === line) column.odd = null;
    }
  }
}

function readRows(text: string, file: string): Rows {
  const rows = new Rows();
  try {
    parse(text, {
      delimiter: sniff(text),
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(record: string[], { lines }) {
        rows.add(record, lines);
        return null; // kept as numbers only
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError(`${file}:${String(error.lines)}: expected CSV (${error.message})`, {
      hint: 'Put a cell that holds quotes in quotes, and double those within it.',
      cause: error,
    });
  }
  return rows;
}

/** Drops or remarks on a last line that does not end. @throws {UserError} for a row of another length in between. */
function settleEnd(rows: Rows, text: string, file: string, endsLines: boolean): string[] {
  const { uneven } = rows;
  const whole = text.endsWith('\n');
  if (uneven && (whole || !uneven.isLast || uneven.cells > rows.columns.length)) {
    throw new UserError(`${file}:${uneven.line}: ${uneven.cells} cells; the header has ${rows.columns.length}`, {
      hint: 'Write one cell for each column, empty where there is no value.',
    });
  }
  if (whole) return [];
  if (!uneven && !endsLines) return ['the last line does not end: it may be cut'];
  const line = uneven?.line ?? rows.lines.at(-1);
  if (!uneven) rows.drop();
  return [`line ${line} is cut (was the program stopped?): left out`];
}

/**
 * Columns of numbers of a table with a header; columns of text are left out with a note.
 * @param endsLines Whether the program ends every line, so that a last one without an end was cut within a number.
 * @throws {UserError} that names the line of a cell that is no number among numbers, or of a row of another length.
 */
export function parseTable(text: string, file: string, endsLines = false): NumberTable {
  const rows = readRows(text, file);
  const header = rows.columns.map(({ name }) => name);
  checkHeader(header, file);
  const notes = settleEnd(rows, text, file, endsLines);
  if (rows.lines.length === 0) {
    throw new UserError(`${file} has ${rows.hasHeader ? 'no row below its header' : 'no line'}`, {
      hint: 'Expected a header with a name for each column, then a row for each step.',
    });
  }
  const columns = rows.columns.filter(({ name, odd, hasNumber }) => {
    if (odd && hasNumber) {
      throw new UserError(`${file}:${odd.line}: ${name} is "${odd.text}"; expected a number`, {
        hint: 'Write numbers with a decimal point, and nothing where there is no value.',
      });
    }
    if (odd) notes.push(`column "${name}" holds text: left out`);
    return !odd && name !== '';
  });
  return { columns, lines: rows.lines, notes };
}
