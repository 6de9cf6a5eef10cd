import { countBy } from '../count.ts';
import { passed, type VerifyReport } from './report.ts';

/** For programs: the report as it is, with the verdict and the counts first. */
export function jsonReport(report: VerifyReport): string {
  const { results, left } = report;
  const counts = { selected: results.length + left.length, ...countBy(results, ({ result }) => result) };
  return `${JSON.stringify({ schemaVersion: 1, passed: passed(report), counts, ...report }, null, 2)}\n`;
}
