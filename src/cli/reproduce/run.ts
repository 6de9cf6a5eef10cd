import type { BackendComparison, ReproduceOptions, Workspace } from '@paper-factory/runners/engine';
import { openRoot } from '../../content/safe-path.ts';
import type { Terminal } from '../command.ts';
import { countBy } from '../count.ts';
import { formatSeconds, formatTable } from '../table.ts';

type Engine = typeof import('@paper-factory/runners/engine');
type Standings = typeof import('@paper-factory/runners/standings');

export interface Running<E = Engine> {
  engine: E;
  workspace: Workspace;
  options: ReproduceOptions;
  json: boolean;
  terminal: Terminal;
}

export function summary(terminal: Terminal, fields: Record<string, unknown>): void {
  terminal.out(`${JSON.stringify({ event: 'summary', ...fields })}\n`);
}

/** How many claims of a root have which verdict. A root without claims has nothing to load for that. */
async function countVerdicts({ root, settings }: Workspace): Promise<Record<string, number>> {
  if (openRoot(root).list('content/claims').length === 0) return {};
  const { loadJudgeable } = await import('../../content/load-judgeable.ts');
  const { judgeWith, verdictCounts } = await import('../judgement.ts');
  return verdictCounts(judgeWith(loadJudgeable(root, settings)));
}

/** Runs what is not fresh. @param named What was asked for by its id. */
export async function runAll(
  running: Running<Pick<Standings, 'reproduce'>>,
  named: readonly string[],
): Promise<number> {
  const ends = await running.engine.reproduce(running.workspace, running.options);
  return showEnds(running, ends, named);
}

/**
 * Says how experiments ended and how the claims stand now.
 * @param named Experiments asked for by name: one of them that cannot run here was not done, which is a failure.
 * @returns the exit code.
 */
export async function showEnds(
  { workspace, json, terminal }: Pick<Running, 'workspace' | 'json' | 'terminal'>,
  ends: Awaited<ReturnType<Engine['reproduce']>>,
  named: readonly string[] = [],
): Promise<number> {
  const failed = ends.filter((end) => end.status === 'failed');
  const skipped = ends.filter((end) => end.status === 'skipped');
  const claims = await countVerdicts(workspace);
  const [failures, notRun] = [failed, skipped].map((some) =>
    some.map(({ id, profile, reason }) => ({ id, profile, reason })),
  );
  const told = notRun.length > 0 ? { failures, notRun } : { failures };
  if (json) summary(terminal, { ...countBy(ends, (end) => end.status), ...told, claims });
  else {
    const rows = ends.map(({ id, profile, status, reason, seconds }) => [
      id,
      profile,
      status,
      status === 'fresh' || status === 'skipped' ? '' : formatSeconds(seconds),
      // The rest of it, such as what a program printed last, stands above.
      reason.split('\n')[0],
    ]);
    terminal.out(formatTable(['experiment', 'profile', 'status', '>time', 'why'], rows));
    const verdicts = Object.entries(claims).map(([verdict, number]) => `${number} ${verdict}`);
    if (verdicts.length > 0) terminal.out(`\nClaims: ${verdicts.join(', ')}\n`);
  }
  return failed.length > 0 || skipped.some(({ id }) => named.includes(id)) ? 1 : 0;
}

/** Measures on another backend, beside the reference. */
export async function runBeside({ engine, workspace, options, json, terminal }: Running): Promise<number> {
  const ends = await engine.measureBeside(workspace, options);
  const failed = ends.filter((end) => end.status === 'failed');
  if (json) {
    const failures = failed.map(({ id, profile, reason }) => ({ id, profile, reason }));
    const comparisons = ends.map(({ id, profile, comparison }) => ({ id, profile, ...comparison }));
    summary(terminal, { ...countBy(ends, (end) => end.status), backend: options.backend, failures, comparisons });
  } else {
    const rows = ends.map(({ id, profile, status, reason, seconds, comparison }) => [
      id,
      profile,
      status,
      status === 'fresh' ? '' : formatSeconds(seconds),
      comparison ? `${comparison.differing} of ${comparison.compared}` : '',
      status === 'failed' ? reason : largestDifference(comparison),
    ]);
    const header = ['experiment', 'profile', 'status', '>time', '>differ', 'most, beside the noise over seeds'];
    terminal.out(formatTable(header, rows));
    terminal.out(`\n${options.backend.name}: ${options.backend.version}\n`);
  }
  return failed.length > 0 ? 1 : 0;
}

/** `r2?snr=5: 0.7132 instead of 0.7129 (noise 0.004)`; the noise is half the spread over seeds. */
function largestDifference(comparison: BackendComparison | null): string {
  if (!comparison?.largest) return '';
  const { metric, reference, value, noise } = comparison.largest;
  const beside = noise > 0 ? `noise ${noise.toPrecision(2)}` : 'one seed';
  return `${metric.slice(metric.indexOf('/') + 1)}: ${value} instead of ${reference} (${beside})`;
}
