import { formatSeconds } from '../table.ts';
import { isGood, leftSentences, passed, verdictSentence, type ReportedResult, type VerifyReport } from './report.ts';

/** Differences listed of one result; a job summary has a largest size, and the JSON has them all. */
const listed = 20;

/** Text that stays text in a paragraph, a table cell and a summary: nothing in it becomes markup or a line of its own. */
function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]|#~!$@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s+/g, ' ');
}

const row = (cells: string[]): string => `| ${cells.map(plain).join(' | ')} |`;

function table(header: string[], rows: string[][], right: number[] = []): string {
  const rule = header.map((_, i) => (right.includes(i) ? '---:' : '---'));
  return [row(header), `| ${rule.join(' | ')} |`, ...rows.map(row)].join('\n');
}

function details({ id, profile, result, differences, flipped }: ReportedResult): string {
  const rows = differences
    .slice(0, listed)
    .map(({ where, committed, reexecuted, noise }) => [
      where,
      committed,
      reexecuted,
      noise === undefined ? '' : String(Number(noise.toPrecision(2))),
    ]);
  const more = differences.length - rows.length;
  return [
    `<details><summary>${plain(`${id}/${profile}`)}: ${result}</summary>`,
    '',
    ...flipped.map((claim) => `- ${plain(claim)}`),
    ...(flipped.length > 0 ? [''] : []),
    table(['Where', 'Committed', 'Executed again', 'Noise floor'], rows, [1, 2, 3]),
    ...(more > 0 ? ['', `and ${more} more`] : []),
    '',
    '</details>',
  ].join('\n');
}

/** For the summary of a CI job: the verdict, one table, and the differences of what changed. */
export function markdownReport(report: VerifyReport): string {
  const { results, node, machine, backend, seconds } = report;
  const rows = results.map(({ id, profile, result, seconds, differences }) => [
    id,
    profile,
    `${isGood({ result }) ? '✓' : '✗'} ${result}`,
    formatSeconds(seconds),
    differences.length > 0 ? String(differences.length) : '',
  ]);
  const left = leftSentences(report).map((one) => `- ${plain(one)}`);
  const blocks = [
    `## ${passed(report) ? '✓' : '✗'} ${plain(verdictSentence(report).split(':')[0])}`,
    plain(verdictSentence(report)),
    ...(rows.length > 0 ? [table(['Experiment', 'Profile', 'Result', 'Time', 'Differences'], rows, [3, 4])] : []),
    ...(left.length > 0 ? [`Left out:\n\n${left.join('\n')}`] : []),
    ...results.filter(({ differences, flipped }) => differences.length + flipped.length > 0).map(details),
    plain(`${formatSeconds(seconds)} in all, Node ${node}, ${machine}, ${backend.name} ${backend.version}.`),
  ];
  return `${blocks.join('\n\n')}\n`;
}
