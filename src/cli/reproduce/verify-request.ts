import type { VerifyOptions } from '@paper-factory/runners/engine';
import { UsageError, type OptionHelp, type Values } from '../command.ts';
import { parseDuration } from '../root.ts';
import { parseFormat, parseReports } from '../verify-report/formats.ts';
import type { VerifyReport } from '../verify-report/report.ts';

/** Options that only a verification has. */
export const verifyOptions: Record<string, OptionHelp> = {
  sample: { type: 'string', value: 'SHARE', help: 'With --verify: only this share, e.g. 10%, another one each commit' },
  'sample-seed': { type: 'string', value: 'TEXT', help: 'What the sample is drawn with (default: the git commit)' },
  budget: { type: 'string', value: 'TIME', help: 'With --verify: only what fits, e.g. 10m, quickest first' },
  report: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    help: 'With --verify: write a report, .json, .xml (JUnit) or .md; may be given several times',
  },
  format: { type: 'string', value: 'NAME', help: 'With --verify: print a table (default), json, junit or markdown' },
  record: { type: 'boolean', help: 'With --verify: keep when, where and what in measurements.json, for the site' },
};

/** What the command line asks of a verification. */
export interface VerifyRequest extends Pick<VerifyOptions, 'budgetSeconds' | 'record'> {
  sample: VerifyReport['sample'];
  print: (report: VerifyReport) => string;
  reports: ReturnType<typeof parseReports>;
}

/**
 * @param commit The commit that is checked out in a root, or null without one.
 * @throws {UsageError} for values that cannot be, and for these options without `--verify`.
 */
export function parseVerifyRequest(values: Values, commit: () => string | null): VerifyRequest | null {
  if (!values.verify) {
    const extra = Object.keys(verifyOptions).find((name) => values[name] !== undefined);
    if (extra === undefined) return null;
    throw new UsageError(`--${extra} is only for --verify`);
  }
  if (values.format !== undefined && values.json) throw new UsageError('--format and --json exclude each other');
  return {
    sample: parseSample(values, commit),
    budgetSeconds: parseDuration('budget', values.budget),
    record: Boolean(values.record),
    print: parseFormat(values.format),
    reports: parseReports(values.report),
  };
}

function parseSample(values: Values, commit: () => string | null): VerifyReport['sample'] {
  if (values.sample === undefined) {
    if (values['sample-seed'] === undefined) return null;
    throw new UsageError('--sample-seed is only for --sample');
  }
  const percent = Number(/^(\d+(?:\.\d+)?)%$/.exec(String(values.sample))?.[1]);
  if (!(percent > 0 && percent <= 100)) {
    throw new UsageError(`--sample is "${values.sample}"; expected a share above 0% and at most 100%, e.g. 10%`);
  }
  const seed = values['sample-seed'] === undefined ? commit() : String(values['sample-seed']);
  if (seed !== null) return { percent, seed };
  throw new UsageError('--sample draws by the git commit, and there is none here', {
    hint: 'Name what to draw with: --sample-seed TEXT.',
  });
}
