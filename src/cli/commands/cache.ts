import type { EndsOfRun, NamedRun, TransferEvent, Workspace } from '@paper-factory/runners/engine';
import { formatBytes } from '../bytes.ts';
import { UsageError, type Command, type Terminal } from '../command.ts';
import { countBy } from '../count.ts';
import { parseSelection, selectionOptions } from '../reproduce/selection.ts';
import { findRoot, loadForRunning, workspaceOf } from '../root.ts';
import { formatTable } from '../table.ts';

type Engine = typeof import('@paper-factory/runners/engine');

const actions = ['push', 'pull', 'status'] as const;
type Action = (typeof actions)[number];

export const cache: Command = {
  name: 'cache',
  summary: 'shares finished runs through the remote that factory.config.yaml names',
  usage: 'push|pull|status [id or glob…]',
  positionals: true,
  options: {
    ...selectionOptions,
    json: { type: 'boolean', help: 'One event per line, a summary at the end' },
  },
  examples: [
    'cache status',
    'cache push',
    "cache pull 'spectra-*' --profile default",
    'cache pull && paper-factory reproduce',
  ],
  async run(values, [action, ...patterns], terminal) {
    if (!actions.includes(action as Action)) {
      throw new UsageError(action === undefined ? 'cache needs an action' : `cache has no action "${action}"`, {
        hint: `Known: ${actions.join(', ')}.`,
      });
    }
    const engine = await import('@paper-factory/runners/engine');
    const workspace = workspaceOf(await loadForRunning(findRoot(values, terminal)));
    const selection = await parseSelection(
      await import('@paper-factory/runners/standings'),
      workspace,
      patterns,
      values,
    );
    const runs = selection ? engine.namedRuns(workspace, selection) : [];
    return perform({ engine, workspace, runs, json: Boolean(values.json), terminal }, action as Action);
  },
};

interface Context {
  engine: Engine;
  workspace: Workspace;
  runs: NamedRun[];
  json: boolean;
  terminal: Terminal;
}

async function perform(context: Context, action: Action): Promise<number> {
  const { engine, workspace, terminal } = context;
  const ends = await engine.openEnds(workspace, (file) => terminal.err(`! ${file} was spoilt; it is removed\n`));
  const options = { runs: context.runs, emit: tell(context), signal: terminal.signal };
  try {
    const { place } = ends.remote;
    if (action === 'status') return status(context, place, await engine.compareEnds(ends, options));
    return conclude(context, action, place, await engine[action](ends, options));
  } finally {
    ends.remote.close();
  }
}

const line = (terminal: Terminal, value: unknown) => terminal.out(`${JSON.stringify(value)}\n`);

/** Says what was moved or refused; what was there already is only counted. */
function tell({ engine, json, terminal }: Context) {
  return (event: TransferEvent): void => {
    const { id, profile, seed, point, status, bytes, reason } = event;
    if (json) return line(terminal, event);
    if (status === 'present') return;
    const sign = status === 'refused' ? '✗' : ' ';
    terminal.err(
      `${sign} ${status} ${id}/${profile} ${engine.runName({ seed, point })}: ${reason || formatBytes(bytes)}\n`,
    );
  };
}

function conclude({ runs, json, terminal }: Context, action: 'push' | 'pull', place: string, ended: TransferEvent[]) {
  const moved = action === 'push' ? 'sent' : 'fetched';
  const counts = { [moved]: 0, present: 0, refused: 0, ...countBy(ended, (event) => event.status) };
  const bytes = ended.reduce((sum, event) => sum + event.bytes, 0);
  const found = new Set(ended.map(({ key }) => key));
  const missing = runs.filter(({ key }) => !found.has(key)).length;
  if (json) line(terminal, { event: 'summary', action, place, runs: runs.length, ...counts, missing, bytes });
  else {
    const nowhere = action === 'push' ? 'not run here' : 'not there';
    const parts = [`${counts[moved]} ${moved} (${formatBytes(bytes)})`, `${counts.present} present`];
    terminal.out(`${place}: ${[...parts, `${counts.refused} refused`, `${missing} ${nowhere}`].join(', ')}\n`);
  }
  return counts.refused > 0 ? 1 : 0;
}

function status({ json, terminal }: Context, place: string, runs: EndsOfRun[]): number {
  const sum = (of: EndsOfRun[], field: 'here' | 'there' | 'both') => of.reduce((all, run) => all + run[field], 0);
  const nowhere = (of: EndsOfRun[]) => of.filter(({ here, there, both }) => here + there + both === 0).length;
  const totals = (of: EndsOfRun[]) => ({
    runs: of.length,
    both: sum(of, 'both'),
    here: sum(of, 'here'),
    there: sum(of, 'there'),
    nowhere: nowhere(of),
  });
  if (json) {
    for (const run of runs) line(terminal, { event: 'status', ...run });
    line(terminal, { event: 'summary', action: 'status', place, ...totals(runs) });
    return 0;
  }
  const groups = Map.groupBy(runs, ({ id, profile }) => `${id}/${profile}`);
  const rows = [...groups.values()].map((of) => {
    return [of[0].id, of[0].profile, ...Object.values(totals(of)).map(String)];
  });
  terminal.out(formatTable(['experiment', 'profile', '>runs', '>both', '>only here', '>only there', '>nowhere'], rows));
  terminal.out(`\nHere is .factory/store, there is ${place}.\n`);
  return 0;
}
