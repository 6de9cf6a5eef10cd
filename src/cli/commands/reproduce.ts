import { loadRoot } from '../../content/load-root.ts';
import { UsageError, type Command, type Terminal, type Values } from '../command.ts';
import { countBy } from '../count.ts';
import { createProgressView } from '../progress-view.ts';
import { findRoot, loadForRunning, parseIds, parseProfiles, parseThreads, workspaceOf } from '../root.ts';
import { formatSeconds, formatTable } from '../table.ts';
import { judgeWith, verdictCounts } from '../judgement.ts';

export const reproduce: Command = {
  name: 'reproduce',
  summary: 're-executes experiments whose results are stale or missing',
  usage: '[id…]',
  positionals: true,
  options: {
    list: { type: 'boolean', help: 'Only list what is fresh, stale or missing, and why' },
    force: { type: 'boolean', help: 'Run even what is fresh' },
    verify: { type: 'boolean', help: 'Re-execute in a scratch folder and compare with what is committed' },
    profile: {
      type: 'string',
      value: 'NAME',
      help: 'smoke, default or full, or several with commas (default: those the root keeps)',
    },
    threads: { type: 'string', value: 'N', help: 'Threads of all runs together (default: the number of cores)' },
    backend: {
      type: 'string',
      value: 'NAME',
      help: 'wasm (default), the reference, or node, whose values go beside those of the reference',
    },
    json: { type: 'boolean', help: 'One event per line, a summary at the end' },
  },
  examples: [
    'reproduce',
    'reproduce --list',
    'reproduce spectra-core',
    'reproduce --verify --profile smoke',
    'reproduce spectra-mlp --backend node',
  ],
  async run(values, positionals, terminal) {
    const engine = await import('@paper-factory/runners/engine');
    const profiles = parseProfiles(values.profile);
    const threads = parseThreads(values.threads);
    if (Number(Boolean(values.list)) + Number(Boolean(values.verify)) + Number(Boolean(values.force)) > 1) {
      throw new UsageError('--list, --verify and --force exclude each other');
    }
    const workspace = workspaceOf(await loadForRunning(findRoot(values, terminal)));
    const selection = { ids: parseIds(positionals, workspace.configs), profiles };
    const backend = engine.describeBackend(String(values.backend ?? 'wasm'));
    const beside = backend.name !== 'wasm';
    if (beside && (values.list || values.verify)) {
      throw new UsageError(
        `--backend ${backend.name} excludes --list and --verify: only wasm has the bytes to compare`,
      );
    }
    if (values.list) return list(engine.listFreshness(workspace, selection), backend.name, values, terminal);

    const started = performance.now();
    const view = createProgressView(terminal);
    const emit: Emit = (event) => {
      if (!values.json) view.show(event);
      else if (event.event === 'run' || event.event === 'verify') terminal.out(`${JSON.stringify(event)}\n`);
    };
    const options = { ...selection, threads, backend, emit, signal: terminal.signal };
    const code = values.verify
      ? await verifyAll(engine, workspace, options, values, terminal)
      : await (beside ? runBeside : runAll)(
          engine,
          workspace,
          { ...options, force: Boolean(values.force) },
          values,
          terminal,
        );
    view.close();
    if (!values.json) terminal.err(`${formatSeconds((performance.now() - started) / 1000)} in all\n`);
    return code;
  },
};

type Engine = typeof import('@paper-factory/runners/engine');
type BackendComparison = import('@paper-factory/runners/engine').BackendComparison;
type Emit = (event: import('@paper-factory/runners/engine').EngineEvent) => void;
type Options = Parameters<Engine['reproduce']>[1];
type Listed = ReturnType<Engine['listFreshness']>;
type Workspace = ReturnType<typeof workspaceOf>;

function summary(terminal: Terminal, fields: Record<string, unknown>): void {
  terminal.out(`${JSON.stringify({ event: 'summary', ...fields })}\n`);
}

function list(listed: Listed, backend: string, values: Values, terminal: Terminal): number {
  if (values.json) {
    for (const { task, freshness } of listed) {
      for (const { seed, point } of task.runs) {
        const event = {
          event: 'run',
          id: task.id,
          profile: task.profile,
          seed,
          point,
          ...freshness,
          backend,
          seconds: 0,
        };
        terminal.out(`${JSON.stringify(event)}\n`);
      }
    }
    summary(
      terminal,
      countBy(listed, ({ freshness }) => freshness.status),
    );
    return 0;
  }
  const rows = listed.map(({ task, freshness }) => [
    task.id,
    task.profile,
    String(task.runs.length),
    freshness.status,
    freshness.reason,
  ]);
  terminal.out(formatTable(['experiment', 'profile', '>runs', 'status', 'why'], rows));
  return 0;
}

async function runAll(engine: Engine, workspace: Workspace, options: Options, values: Values, terminal: Terminal) {
  const ends = await engine.reproduce(workspace, options);
  const failed = ends.filter((end) => end.status === 'failed');
  const claims = verdictCounts(judgeWith(loadRoot(workspace.root)));
  const failures = failed.map(({ id, profile, reason }) => ({ id, profile, reason }));
  if (values.json) summary(terminal, { ...countBy(ends, (end) => end.status), failures, claims });
  else {
    const rows = ends.map(({ id, profile, status, reason, seconds }) => [
      id,
      profile,
      status,
      status === 'fresh' ? '' : formatSeconds(seconds),
      reason,
    ]);
    terminal.out(formatTable(['experiment', 'profile', 'status', '>time', 'why'], rows));
    const verdicts = Object.entries(claims).map(([verdict, number]) => `${number} ${verdict}`);
    if (verdicts.length > 0) terminal.out(`\nClaims: ${verdicts.join(', ')}\n`);
  }
  return failed.length > 0 ? 1 : 0;
}

async function runBeside(engine: Engine, workspace: Workspace, options: Options, values: Values, terminal: Terminal) {
  const ends = await engine.measureBeside(workspace, options);
  const failed = ends.filter((end) => end.status === 'failed');
  if (values.json) {
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

async function verifyAll(engine: Engine, workspace: Workspace, options: Options, values: Values, terminal: Terminal) {
  const { verified } = await engine.verify(workspace, options);
  const results = nameFlips(workspace, verified);
  if (values.json) summary(terminal, { ...countBy(results, ({ result }) => result), results });
  else {
    const rows = results.map(({ id, profile, result, seconds, differences, flipped }) => [
      id,
      profile,
      result,
      formatSeconds(seconds),
      [...flipped, ...differences.slice(0, 2).map(({ where }) => where)].join(', '),
    ]);
    terminal.out(formatTable(['experiment', 'profile', 'result', '>time', 'differs'], rows));
  }
  if (results.length === 0) {
    terminal.err('error: nothing was verified\n       No experiment of this root matches the selection.\n');
    return 1;
  }
  return results.every(({ result }) => result === 'equal' || result === 'within-noise') ? 0 : 1;
}

/** `changed` becomes `flipped` where a claim gets another verdict from the re-executed numbers. */
export function nameFlips(workspace: Workspace, verified: Awaited<ReturnType<Engine['verify']>>['verified']) {
  const loaded = loadRoot(workspace.root);
  const outcomes = verified.flatMap(({ profile, outcome }) =>
    outcome && profile === workspace.siteProfile ? [[outcome.id, outcome] as const] : [],
  );
  const after = new Map(judgeWith(loaded, outcomes).map((claim) => [claim.id, claim.verdict]));
  const flips = judgeWith(loaded).filter((claim) => claim.verdict !== after.get(claim.id));
  return verified.map(({ outcome: _, ...entry }) => {
    const mine = entry.profile === workspace.siteProfile && entry.result !== 'equal' ? flips : [];
    const flipped = mine
      .filter((claim) => claim.experiments.includes(entry.id))
      .map((claim) => `${claim.id}: ${claim.verdict} -> ${after.get(claim.id)}`);
    return { ...entry, result: flipped.length > 0 ? ('flipped' as const) : entry.result, flipped };
  });
}
