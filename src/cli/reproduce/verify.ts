import { resolve } from 'node:path';
import type { RunOptions, Verified, VerifyOptions, Workspace } from '@paper-factory/runners/engine';
import { loadRoot } from '../../content/load-root.ts';
import type { LoadedRoot } from '../../content/types.ts';
import { UsageError, type OptionHelp, type Terminal, type Values } from '../command.ts';
import { countBy } from '../count.ts';
import { judgeWith } from '../judgement.ts';
import { parseDuration } from '../root.ts';
import { parseFormat, parseReports } from '../verify-report/formats.ts';
import { passed, type ReportedResult, type VerifyReport } from '../verify-report/report.ts';
import { summary } from './run.ts';

type Engine = typeof import('@paper-factory/runners/engine');

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

interface Verifying {
  engine: Engine;
  workspace: Workspace;
  options: RunOptions;
  request: VerifyRequest;
  json: boolean;
  terminal: Terminal;
}

/** Re-executes in scratch, compares with what is committed and reports. @returns the exit code. */
export async function verifyAll({ engine, workspace, options, request, json, terminal }: Verifying): Promise<number> {
  const { sample, budgetSeconds, record, reports, print } = request;
  const started = performance.now();
  const base: VerifyReport = {
    results: [],
    left: [],
    sample,
    budgetSeconds: budgetSeconds ?? null,
    seconds: 0,
    date: new Date().toISOString(),
    node: process.version,
    machine: engine.machineClass(),
    backend: options.backend,
  };
  const write = (report: VerifyReport) => {
    for (const { file, format } of reports) engine.writeAtomic(resolve(terminal.cwd, file), format(report));
  };
  // Already now, so that a file that cannot be written is told before the work, and a process that is killed leaves a
  // report that does not pass.
  write(base);
  const loaded = loadRoot(workspace.root);
  const draw = sample && { share: sample.percent / 100, seed: sample.seed };
  const { verified, left } = await engine.verify(workspace, {
    ...options,
    ...(draw && { sample: draw }),
    budgetSeconds,
    record,
  });
  const seconds = (performance.now() - started) / 1000;
  const report: VerifyReport = { ...base, results: nameFlips(loaded, verified), left, seconds };
  write(report);
  if (json) {
    const { results } = report;
    summary(terminal, { ...countBy(results, ({ result }) => result), passed: passed(report), sample, left, results });
  } else {
    terminal.out(print(report));
    terminal.err(recordedLine(report, Boolean(record)));
  }
  return passed(report) ? 0 : 1;
}

/** What became of `--record`, or what it would do. */
function recordedLine({ results }: VerifyReport, record: boolean): string {
  if (results.length === 0) return '';
  if (!record) return 'Nothing was recorded; --record keeps when, where and what in measurements.json, for the site.\n';
  const not = results.filter(({ unrecorded, result }) => unrecorded !== undefined || result === 'failed');
  const names = not.map(({ id, profile, unrecorded = 'it failed' }) => `${id}/${profile} (${unrecorded})`);
  const rest = names.length > 0 ? `; not recorded: ${names.join(', ')}` : '';
  return `Recorded ${results.length - not.length} in measurements.json${rest}\n`;
}

/**
 * `changed` becomes `flipped` where a claim gets another verdict from the re-executed numbers.
 * @param loaded As it was before.
 */
export function nameFlips(loaded: LoadedRoot, verified: Verified[]): ReportedResult[] {
  const siteProfile = loaded.config.profile;
  const outcomes = verified.flatMap(({ profile, outcome }) =>
    outcome && profile === siteProfile ? [[outcome.id, outcome] as const] : [],
  );
  const after = new Map(judgeWith(loaded, outcomes).map((claim) => [claim.id, claim.verdict]));
  const flips = judgeWith(loaded).filter((claim) => claim.verdict !== after.get(claim.id));
  return verified.map(({ outcome: _, ...entry }) => {
    const mine = entry.profile === siteProfile && entry.result !== 'equal' ? flips : [];
    const flipped = mine
      .filter((claim) => claim.experiments.includes(entry.id))
      .map((claim) => `${claim.id}: ${claim.verdict} -> ${after.get(claim.id)}`);
    return { ...entry, result: flipped.length > 0 ? ('flipped' as const) : entry.result, flipped };
  });
}
