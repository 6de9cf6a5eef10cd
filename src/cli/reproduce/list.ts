import type { RunExplanation, Selection, Standing, Workspace } from '@paper-factory/runners/engine';
import type { Terminal } from '../command.ts';
import { countBy } from '../count.ts';
import { formatSeconds, formatTable } from '../table.ts';

type Engine = typeof import('@paper-factory/runners/standings');

/** Lists what a selection names, and says what would be done; nothing is run. */
interface Listing {
  engine: Engine;
  workspace: Workspace;
  selection: Selection;
  json: boolean;
  terminal: Terminal;
}

async function standingsOf({ engine, workspace, selection }: Listing): Promise<Standing[]> {
  const { tasks, targets, standings } = await engine.listStandings(workspace, selection);
  const all = !selection.ids?.length && !selection.suites?.length;
  return tasks.filter((task) => all || targets.has(task)).map((task) => standings.get(task.name)!);
}

const line = (terminal: Terminal, value: unknown) => terminal.out(`${JSON.stringify(value)}\n`);

const summarise = (terminal: Terminal, standings: Standing[], more: Record<string, unknown> = {}) =>
  line(terminal, { event: 'summary', ...countBy(standings, ({ freshness }) => freshness.status), ...more });

/** `--list` */
export async function list(listing: Listing): Promise<number> {
  const { json, terminal } = listing;
  const standings = await standingsOf(listing);
  if (json) {
    for (const { task, freshness } of standings) {
      const { id, profile } = task;
      for (const run of task.runs)
        line(terminal, { event: 'run', id, profile, ...run, ...freshness, backend: 'wasm', seconds: 0 });
    }
    summarise(terminal, standings);
    return 0;
  }
  const rows = standings.map(({ task, freshness }) => {
    return [task.id, task.profile, String(task.runs.length), freshness.status, freshness.reason];
  });
  terminal.out(formatTable(['experiment', 'profile', '>runs', 'status', 'why'], rows));
  return 0;
}

const runName = ({ seed, point }: RunExplanation) =>
  [`seed ${seed}`, ...Object.entries(point).map(([key, value]) => `${key} ${value}`)].join(', ');

/** `--explain`: for each run, which part of its key changed. */
export async function explain(listing: Listing): Promise<number> {
  const { engine, workspace, json, terminal } = listing;
  const standings = await standingsOf(listing);
  for (const standing of standings) {
    const { task, freshness } = standing;
    const runs = engine.explainRuns(workspace, standing);
    if (json) {
      for (const run of runs) line(terminal, { event: 'explain', id: task.id, profile: task.profile, ...run });
      continue;
    }
    terminal.out(`${task.name}: ${freshness.status}${freshness.reason && ` (${freshness.reason})`}\n`);
    // Runs that have the same to say are said together.
    for (const group of Map.groupBy(runs, ({ status, why }) => JSON.stringify([status, why])).values()) {
      const [{ status, why }] = group;
      if (status === 'fresh' && why.length === 0) continue;
      const names = group.length > 3 ? `${group.length} runs` : group.map(runName).join('; ');
      terminal.out(`  ${names}: ${status}\n${why.map((reason) => `    ${reason}\n`).join('')}`);
    }
  }
  if (json) summarise(terminal, standings);
  return 0;
}

/** `--dry-run`: what would run, with the time and memory that it is expected to take. */
export async function dryRun(listing: Listing & { threads: number; force: boolean }): Promise<number> {
  const { engine, json, terminal, threads, force } = listing;
  const standings = (await standingsOf(listing)).filter(({ freshness }) => force || freshness.status !== 'fresh');
  const costs = standings.map((standing) => ({ standing, ...engine.expectedCost(standing) }));
  const known = costs.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  const total = known.reduce((sum, seconds) => sum + seconds, 0);
  const unknown = costs.length - known.length;
  if (json) {
    for (const { standing, seconds, memoryMiB } of costs) {
      const { id, profile, runs } = standing.task;
      const { status, reason } = force && standing.freshness.status === 'fresh' ? forced : standing.freshness;
      line(terminal, {
        event: 'plan',
        id,
        profile,
        runs: runs.length,
        status,
        reason,
        expectedSeconds: seconds,
        expectedMemoryMiB: memoryMiB,
      });
    }
    summarise(terminal, standings, { expectedSeconds: total, unknown });
    return 0;
  }
  if (costs.length === 0) {
    terminal.out('Nothing would run: everything is fresh.\n');
    return 0;
  }
  const rows = costs.map(({ standing: { task, freshness }, seconds, memoryMiB }) => [
    task.id,
    task.profile,
    String(task.runs.length),
    seconds === null ? 'unknown' : `about ${formatSeconds(seconds)}`,
    memoryMiB === null ? 'unknown' : `${Math.round(memoryMiB)} MiB a run`,
    freshness.reason || 'forced',
  ]);
  terminal.out(formatTable(['would run', 'profile', '>runs', '>time', '>memory', 'why'], rows));
  const rest = unknown > 0 ? `, and ${unknown} of unknown time` : '';
  terminal.out(
    `\nAbout ${formatSeconds(total)} if one after another${rest}; what rests on an outcome that comes out as before stays. ${threads} ${threads === 1 ? 'thread' : 'threads'}.\n`,
  );
  return 0;
}

const forced = { status: 'fresh', reason: 'forced' };
