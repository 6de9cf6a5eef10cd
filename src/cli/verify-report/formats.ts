import { extname } from 'node:path';
import { UsageError, type Values } from '../command.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { VerifyReport } from './report.ts';
import { tableReport } from './table.ts';

type Format = (report: VerifyReport) => string;

const formats: Record<string, Format> = {
  table: tableReport,
  json: jsonReport,
  junit: junitReport,
  markdown: markdownReport,
};

const endings: Record<string, Format> = { '.json': jsonReport, '.xml': junitReport, '.md': markdownReport };

/** The format that goes to the standard output. @throws {UsageError} for an unknown one. */
export function parseFormat(value: Values[string]): Format {
  const name = String(value ?? 'table');
  if (Object.hasOwn(formats, name)) return formats[name];
  throw new UsageError(`there is no format "${name}"`, { hint: `Known: ${Object.keys(formats).join(', ')}.` });
}

/** Report files, each with the format that its ending names. @throws {UsageError} for another ending. */
export function parseReports(values: Values[string]): { file: string; format: Format }[] {
  return [values ?? []].flat().map((value) => {
    const file = String(value);
    const ending = extname(file).toLowerCase();
    if (Object.hasOwn(endings, ending)) return { file, format: endings[ending] };
    throw new UsageError(`--report is "${file}"; expected a file that ends in ${Object.keys(endings).join(', ')}`, {
      hint: 'For another name, send --format json, junit or markdown to it.',
    });
  });
}
