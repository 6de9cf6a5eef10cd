import { UsageError, type Command, type Terminal, type Values } from '../command.ts';
import { createProgressView } from '../progress-view.ts';
import { dryRun, explain, list } from '../reproduce/list.ts';
import { runAll, runBeside } from '../reproduce/run.ts';
import { parseSelection, selectionOptions } from '../reproduce/selection.ts';
import { parseExecutor, runOnSlurm, slurmDryRun } from '../reproduce/slurm.ts';
import { parseVerifyRequest, verifyOptions } from '../reproduce/verify-request.ts';
import { findRoot, loadForRunning, parseDuration, parseMemory, parseThreads, workspaceOf } from '../root.ts';
import { formatSeconds } from '../table.ts';

const modes = ['list', 'explain', 'dry-run', 'verify', 'accept'] as const;

/** Events that only the view of a terminal needs. */
const quiet = new Set(['plan', 'task', 'task-end']);

export const reproduce: Command = {
  name: 'reproduce',
  summary: 're-executes experiments whose results are stale or missing',
  usage: '[id or glob…]',
  positionals: true,
  options: {
    list: { type: 'boolean', help: 'Only list what is fresh, stale or missing, and why' },
    explain: {
      type: 'boolean',
      help: 'Say for each run which part of its key changed, down to the file and the param',
    },
    'dry-run': { type: 'boolean', help: 'Say what would run, with the minutes and the memory expected' },
    force: { type: 'boolean', help: 'Run what is chosen even when it is fresh' },
    accept: { type: 'boolean', help: 'Re-execute, and give results their new key only where not a byte changed' },
    verify: { type: 'boolean', help: 'Re-execute in a scratch folder and compare with what is committed' },
    ...verifyOptions,
    ...selectionOptions,
    threads: { type: 'string', value: 'N', help: 'Threads of all runs together (default: the number of cores)' },
    memory: {
      type: 'string',
      value: 'SIZE',
      help: 'Memory of all runs together, e.g. 8G (default: nine tenths of what is free)',
    },
    timeout: {
      type: 'string',
      value: 'TIME',
      help: 'End a run that takes longer, e.g. 10m (default: as its config says)',
    },
    backend: {
      type: 'string',
      value: 'NAME',
      help: 'wasm (default), the reference, or node, whose values go beside those of the reference',
    },
    executor: { type: 'string', value: 'NAME', help: 'local (default), or slurm: as jobs of a cluster' },
    json: { type: 'boolean', help: 'One event per line, a summary at the end' },
  },
  examples: [
    'reproduce',
    'reproduce --list',
    "reproduce 'spectra-*' --profile smoke",
    'reproduce --explain --changed',
    'reproduce --track C --dry-run',
    'reproduce spectra-dataset --downstream',
    'reproduce --verify --profile smoke',
    'reproduce --verify --sample 10% --budget 10m --report verify.xml --format markdown',
    'reproduce spectra-mlp --backend node',
    'reproduce --profile full --executor slurm --dry-run',
  ],
  async run(values, patterns, terminal) {
    const chosen = modes.filter((mode) => values[mode]);
    if (chosen.length > 1) throw new UsageError(`--${chosen[0]} and --${chosen[1]} exclude each other`);
    const [mode] = chosen;
    if (values.force && mode && mode !== 'dry-run') throw new UsageError(`--${mode} and --force exclude each other`);
    const limits = {
      threads: parseThreads(values.threads),
      memoryMiB: parseMemory(values.memory),
      timeoutSeconds: parseDuration('timeout', values.timeout) ?? null,
    };
    const engine = await import('@paper-factory/runners/standings');
    const workspace = workspaceOf(await loadForRunning(findRoot(values, terminal)));
    const root = workspace.root;
    const request = parseVerifyRequest(values, () => engine.realEffects.git(root)?.commit ?? null);
    const selection = await parseSelection(engine, workspace, patterns, values);
    if (selection === null) return nothingChosen(values, terminal);
    const json = Boolean(values.json);
    const context = { engine, workspace, selection, json, terminal };
    if (mode === 'list') return list(context);
    if (mode === 'explain') return explain(context);
    const executor = parseExecutor(values);
    const force = Boolean(values.force);
    const backend = engine.describeBackend(String(values.backend ?? 'wasm'));
    const beside = backend.name !== 'wasm';
    const whole = () => import('@paper-factory/runners/engine');
    if (beside && mode)
      throw new UsageError(
        `--backend ${backend.name} and --${mode} exclude each other: that is for wasm, the reference`,
      );
    if (executor !== 'local' && mode === 'verify')
      throw new UsageError(`--executor ${executor} and --verify exclude each other`);
    if (mode === 'dry-run' && executor === 'slurm')
      return slurmDryRun({ ...context, engine: await whole(), backend, force });
    if (mode === 'dry-run')
      return dryRun({ ...context, engine: await whole(), threads: limits.threads, backend, force });
    const started = performance.now();
    const view = createProgressView(terminal);
    const options = {
      ...selection,
      ...limits,
      backend,
      force,
      accept: mode === 'accept',
      emit(event: Parameters<typeof view.show>[0]) {
        if (!json) view.show(event);
        else if (!quiet.has(event.event)) terminal.out(`${JSON.stringify(event)}\n`);
      },
      signal: terminal.signal,
    };
    const running = { workspace, options, json, terminal };
    const run = async () => {
      if (executor === 'local' && !beside && !request) return runAll({ ...running, engine }, patterns);
      const all = { ...running, engine: await whole() };
      if (request) return (await import('../reproduce/verify.ts')).verifyAll({ ...all, request });
      return executor === 'slurm' ? runOnSlurm(all) : runBeside(all);
    };
    const code = await run();
    view.close();
    if (!json) terminal.err(`${formatSeconds((performance.now() - started) / 1000)} in all\n`);
    return code;
  },
};

/** A selection that is empty is no fault, but a verification of nothing proves nothing. */
function nothingChosen(values: Values, terminal: Terminal): number {
  const what = values.changed ? 'nothing has changed' : 'no experiment matches the selection';
  if (values.json) terminal.out(`${JSON.stringify({ event: 'summary' })}\n`);
  if (values.verify) {
    terminal.err(`error: nothing was verified: ${what}\n`);
    return 1;
  }
  if (!values.json) terminal.out(`${what[0].toUpperCase()}${what.slice(1)}.\n`);
  return 0;
}
