import type { GarbageReport } from '@paper-factory/runners/engine';
import { formatBytes } from '../bytes.ts';
import { UsageError, type Command, type Values } from '../command.ts';
import { findRoot, loadForRunning, workspaceOf } from '../root.ts';
import { formatTable } from '../table.ts';

const names: Record<keyof GarbageReport, string> = {
  runs: 'finished runs',
  blobs: 'results and artefacts',
  checkpoints: 'checkpoints',
  data: 'simulated data',
  work: 'work folders',
  slurm: 'submissions to Slurm',
  temporary: 'half-written files',
};

export const gc: Command = {
  name: 'gc',
  summary: 'removes from .factory/ what no config and no committed result needs any more',
  options: {
    'dry-run': { type: 'boolean', help: 'Only say what would go' },
    'keep-days': {
      type: 'string',
      value: 'N',
      help: 'Keep runs and checkpoints of the last N days all the same (default: 0)',
    },
    json: { type: 'boolean', help: 'Numbers and bytes as one JSON object' },
  },
  examples: ['gc --dry-run', 'gc', 'gc --keep-days 14'],
  async run(values, _, terminal) {
    const dryRun = Boolean(values['dry-run']);
    const keepDays = parseDays(values['keep-days']);
    const engine = await import('@paper-factory/runners/engine');
    const workspace = workspaceOf(await loadForRunning(findRoot(values, terminal)));
    const report = engine.removeGarbage(workspace, { dryRun, keepDays, now: new Date() });
    if (values.json) terminal.out(`${JSON.stringify({ dryRun, ...report })}\n`);
    else terminal.out(describe(report, engine.garbageKinds, dryRun));
    return 0;
  },
};

function describe(report: GarbageReport, kinds: readonly (keyof GarbageReport)[], dryRun: boolean): string {
  const rows = kinds.map((kind) => {
    const { removed, kept } = report[kind];
    return [names[kind], removed.count, formatBytes(removed.bytes), kept.count, formatBytes(kept.bytes)].map(String);
  });
  const bytes = kinds.reduce((sum, kind) => sum + report[kind].removed.bytes, 0);
  const count = kinds.reduce((sum, kind) => sum + report[kind].removed.count, 0);
  const goes = dryRun ? 'would go' : 'removed';
  const table = formatTable(['what', `>${goes}`, '>size', '>stay', '>size'], rows);
  return `${table}\n${count === 0 ? 'Nothing to remove.' : `${formatBytes(bytes)} ${goes}.`}\n`;
}

function parseDays(value: Values[string]): number {
  const days = Number(value ?? 0);
  if (value !== '' && Number.isFinite(days) && days >= 0) return days;
  throw new UsageError(`--keep-days is "${value}"; expected a number of days, 0 or more`);
}
