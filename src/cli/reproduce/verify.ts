import { resolve } from 'node:path';
import type { RunOptions, Verified, Workspace } from '@paper-factory/runners/engine';
import { loadRoot } from '../../content/load-root.ts';
import type { LoadedRoot } from '../../content/types.ts';
import type { Terminal } from '../command.ts';
import { countBy } from '../count.ts';
import { judgeWith } from '../judgement.ts';
import { passed, type ReportedResult, type VerifyReport } from '../verify-report/report.ts';
import { summary } from './run.ts';
import type { VerifyRequest } from './verify-request.ts';

type Engine = typeof import('@paper-factory/runners/engine');

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
  if (verified.length === 0) terminal.err('error: nothing was verified\n');
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
