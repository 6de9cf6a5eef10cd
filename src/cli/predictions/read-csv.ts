import { existsSync, readFileSync, statSync } from 'node:fs';
import { UserError } from '@paper-factory/runners/user-error';
import { CsvError, parse } from 'csv-parse/sync';

export interface Row {
  /** Line of the file, from 1; the last one where a quoted cell spans several. */
  line: number;
  cells: string[];
}

export interface CsvTable {
  /** As the user named it. */
  file: string;
  header: string[];
  rows: Row[];
}

/**
 * Reads a comma-separated file (RFC 4180) with a header. Empty lines and blanks around cells do not count.
 *
 * @throws {UserError} for a file that is missing, empty, ragged or wrongly quoted, or has a column twice.
 */
export function readCsv(path: string, file: string): CsvTable {
  if (!existsSync(path)) throw new UserError(`there is no file ${file}`, { hint: 'Give the path of a CSV file.' });
  if (statSync(path).isDirectory()) throw new UserError(`${file} is a folder`, { hint: 'Name a CSV file in it.' });
  const [header, ...rows] = parseRows(readFileSync(path, 'utf8'), file);
  if (!header) throw new UserError(`${file} is empty`, { hint: 'Its first line must name the columns.' });
  const twice = header.cells.find((name, i) => header.cells.indexOf(name) < i);
  if (twice !== undefined) throw new UserError(`${file}:${header.line}  there are two columns "${twice}"`);
  if (rows.length === 0) throw new UserError(`${file} has no rows below its header`);
  return { file, header: header.cells, rows };
}

function parseRows(text: string, file: string): Row[] {
  try {
    const records = parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true });
    return (records as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `:${error.lines}` : '';
    throw new UserError(`${file}${line}  ${error.message}`, {
      hint: 'Every line needs as many cells as the header; a cell with a comma or a quote in it is quoted.',
      cause: error,
    });
  }
}
