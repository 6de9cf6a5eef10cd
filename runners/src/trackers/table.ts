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

function parseRows(text: string, file: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(text, {
      delimiter: sniff(text),
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError(`${file}:${String(error.lines)}: expected CSV (${error.message})`, {
      hint: 'Put a cell that holds quotes in quotes, and double those within it.',
      cause: error,
    });
  }
}

function checkHeader(header: string[], file: string): void {
  const empty = header.findIndex((name) => name === '');
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  // pandas writes its index under no name, as the first column.
  if (empty > 0) throw new UserError(`${file}:1: column ${empty + 1} has no name`, { hint: 'Name every column.' });
  if (twice) throw new UserError(`${file}:1: the column "${twice}" stands twice`, { hint: 'Name each column once.' });
}

function noRows(file: string, header: boolean): UserError {
  return new UserError(`${file} has ${header ? 'no row below its header' : 'no line'}`, {
    hint: 'Expected a header with a name for each column, then a row for each step.',
  });
}

/**
 * Columns of numbers of a table with a header; columns of text are left out with a note.
 * @throws {UserError} that names the line of a cell that is no number among numbers, or of a row that is too short.
 * @param endsLines Whether the program ends every line, so that a last one without an end was cut within a number.
 */
export function parseTable(text: string, file: string, endsLines = false): NumberTable {
  const notes: string[] = [];
  const [first, ...rows] = parseRows(text, file);
  if (!first || rows.length === 0) throw noRows(file, first !== undefined);
  const header = first.record.map((name) => name.trim());
  checkHeader(header, file);
  const whole = /\n$/.test(text);
  const last = rows.at(-1)!;
  if (!whole && (endsLines || last.record.length < header.length)) {
    rows.pop();
    notes.push(`line ${last.info.lines} is cut (was the program stopped?): left out`);
    if (rows.length === 0) throw noRows(file, true);
  } else if (!whole) notes.push('the last line does not end: it may be cut');
  for (const { record, info } of rows) {
    if (record.length === header.length) continue;
    throw new UserError(`${file}:${info.lines}: ${record.length} cells; the header has ${header.length}`, {
      hint: 'Write one cell for each column, empty where there is no value.',
    });
  }
  const columns = header.flatMap((name, at): Column[] => {
    if (name === '') return [];
    const cells = rows.map(({ record }) => record[at].trim());
    const numbers = cells.map((cell) => (cell === '' ? null : parseNumber(cell)));
    const odd = cells.findIndex((cell, row) => cell !== '' && numbers[row] === null);
    if (odd < 0) return [{ name, values: numbers }];
    if (numbers.some((number) => number !== null)) {
      throw new UserError(`${file}:${rows[odd].info.lines}: ${name} is "${cells[odd]}"; expected a number`, {
        hint: 'Write numbers with a decimal point, and nothing where there is no value.',
      });
    }
    notes.push(`column "${name}" holds text: left out`);
    return [];
  });
  return { columns, lines: rows.map(({ info }) => info.lines), notes };
}
