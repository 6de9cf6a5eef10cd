import { formatSeconds, formatTable } from '../table.ts';
import { leftSentences, verdictSentence, type VerifyReport } from './report.ts';

/** For people at a terminal: one line a result, then what was left out, then the verdict. */
export function tableReport(report: VerifyReport): string {
  const rows = report.results.map(({ id, profile, result, seconds, differences, flipped }) => [
    id,
    profile,
    result,
    formatSeconds(seconds),
    [...flipped, ...differences.slice(0, 2).map(({ where, reexecuted }) => (where === 'run' ? reexecuted : where))]
      .join(', ')
      // What a program said when it failed may hold lines and colours of its own.
      .replace(/\p{Cc}+/gu, ' '),
  ]);
  const table =
    rows.length > 0 ? `${formatTable(['experiment', 'profile', 'result', '>time', 'differs'], rows)}\n` : '';
  const left = leftSentences(report).map((one) => `${one}\n`);
  return `${table}${left.join('')}${verdictSentence(report)}\n`;
}
