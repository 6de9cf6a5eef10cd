import type { ReproduceOptions, RunExplanation, Selection, Standing, Workspace } from '@paper-factory/runners/engine';
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
  const { targets, standings } = await engine.listStandings(workspace, selection);
  return [...targets].map((task) => standings.get(task.name)!);
}

const line = (terminal: Terminal, value: unknown) => terminal.out(`${JSON.stringify(value)}\n`);

const counts = (standings: Standing[]) => countBy(standings, ({ freshness }) => freshness.status);

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
    line(terminal, { event: 'summary', ...counts(standings) });
    return 0;
  }
  const rows = standings.map(({ task, freshness }) => {
    return [task.id, task.profile, String(task.runs.length), freshness.status, freshness.reason];
  });
  terminal.out(formatTable(['experiment', 'profile', '>runs', 'status', 'why'], rows));
  const words = Object.entries(counts(standings)).map(([status, number]) => `${number} ${status}`);
  const isFresh = standings.every(({ freshness }) => freshness.status === 'fresh');
  const next = isFresh ? '' : ' --explain says what changed, --dry-run what it would take.';
  terminal.out(`\n${words.join(', ')}.${next}\n`);
  return 0;
}

function namesOf(runName: Engine['runName'], group: RunExplanation[], all: number): string {
  if (group.length > 3) return group.length === all ? `all ${all} runs` : `${group.length} runs`;
  return group.map((run) => runName(run)).join('; ');
}

const statusWords = { fresh: 'unchanged', changed: 'changed', new: 'new' };

/** `--explain`: for each run, which part of its key changed. */
export async function explain(listing: Listing): Promise<number> {
  const { explainRuns } = await import('@paper-factory/runners/engine');
  const { engine, workspace, json, terminal } = listing;
  const standings = await standingsOf(listing);
  for (const standing of standings) {
    const { task, freshness } = standing;
    const { id, profile } = task;
    if (!json && freshness.status === 'fresh') continue;
    const runs = explainRuns(workspace, standing);
    if (json) {
      for (const run of runs) line(terminal, { event: 'explain', id, profile, ...run });
      continue;
    }
    terminal.out(`${task.name}: ${freshness.status}, ${freshness.reason}\n`);
    // Runs that have the same to say are said together.
    for (const group of Map.groupBy(runs, ({ status, why }) => JSON.stringify([status, why])).values()) {
      const [{ status, why }] = group;
      const more = why.filter((reason) => reason !== freshness.reason).map((reason) => `    ${reason}\n`);
      terminal.out(`  ${namesOf(engine.runName, group, runs.length)}: ${statusWords[status]}\n${more.join('')}`);
    }
  }
  if (json) line(terminal, { event: 'summary', ...counts(standings) });
  else {
    const fresh = counts(standings).fresh ?? 0;
    if (fresh === standings.length) terminal.out('Everything is fresh: no part of any key changed.\n');
    else if (fresh > 0) terminal.out(`\n${fresh} more ${fresh === 1 ? 'is' : 'are'} fresh.\n`);
  }
  return 0;
}

interface DryRun extends Omit<Listing, 'engine'>, Pick<ReproduceOptions, 'backend' | 'force' | 'threads'> {
  engine: typeof import('@paper-factory/runners/engine');
}

/** `--dry-run`: what would run, upstream included, with the time and memory that it is expected to take. */
export function dryRun({ engine, workspace, selection, json, terminal, ...options }: DryRun): number {
  const works = engine.listWork(workspace, { ...selection, ...options });
  const known = works.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  const total = known.reduce((sum, seconds) => sum + seconds, 0);
  const unknown = works.length - known.length;
  if (json) {
    for (const work of works) line(terminal, engine.planEvent(work));
    const summary = { ...counts(works.map(({ standing }) => standing)), expectedSeconds: total, unknown };
    line(terminal, { event: 'summary', ...summary });
    return 0;
  }
  if (works.length === 0) {
    terminal.out('Nothing would run: everything is fresh.\n');
    return 0;
  }
  const rows = works.map(({ standing: { task }, runs, kept, seconds, memoryMiB, reason }) => [
    task.id,
    task.profile,
    kept > 0 ? `${runs} of ${runs + kept}` : String(runs),
    runs === 0 ? '' : seconds === null ? 'unknown' : `about ${formatSeconds(seconds)}`,
    memoryMiB === null ? 'unknown' : `${Math.round(memoryMiB)} MiB a run`,
    reason,
  ]);
  terminal.out(formatTable(['would run', 'profile', '>runs', '>time', '>memory', 'why'], rows));
  const runs = works.reduce((sum, work) => sum + work.runs, 0);
  const kept = works.reduce((sum, work) => sum + work.kept, 0);
  const performed = `${plural(runs, 'run')}${kept > 0 ? `, and ${kept} from the store` : ''}, on ${plural(options.threads, 'thread')}`;
  const rest = unknown > 0 ? `, and ${plural(unknown, 'experiment')} of unknown time` : '';
  const time = known.length > 0 ? ` About ${formatSeconds(total)} of work${rest}.` : '';
  terminal.out(`\n${performed}.${time}\nWhat rests on an outcome that comes out as before is not run.\n`);
  return 0;
}

const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
