import type { RunBackend } from './backends.ts';
import { digest } from './canonical.ts';
import { rememberClosures } from './closure-memory.ts';
import { computedBy, environmentOf, prepareCommand, whyRefused } from './command/command-task.ts';
import { drawAll } from './draw-all.ts';
import { createExecutor, type Executor } from './executor.ts';
import type { EngineEvent } from './events.ts';
import { expectedWork, planEvent, type ExpectedWork } from './expected-work.ts';
import { expectedCost } from './expected-cost.ts';
import { standings, type Standing } from './freshness.ts';
import { createMeasurementStore } from './measurement-store.ts';
import { rememberMeasurement } from './measurements.ts';
import type { Task } from './plan.ts';
import { describeProvenance } from './provenance.ts';
import { reasonsToRun } from './reasons-to-run.ts';
import { failure, runTasks, type Finish, type Prepared, type TaskCost, type TaskEnd } from './run-tasks.ts';
import { createKeptRuns, type Keeping } from './runs-kept.ts';
import { openSession, storedUpstream, upstreamOf, type Session } from './session.ts';
import { outcomeBytes } from './store.ts';
import { createTaskLocks } from './task-locks.ts';
import { places, select, type Selected, type Selection, type Workspace } from './workspace.ts';
import type { Executed, Outcome } from '../schema/index.ts';

export interface RunOptions extends Selection {
  threads: number;
  /** Of all runs together. */
  memoryMiB: number;
  /** For each run; the config's own where null. */
  timeoutSeconds: number | null;
  backend: RunBackend;
  emit(event: EngineEvent): void;
  signal: AbortSignal;
}

export interface ReproduceOptions extends RunOptions {
  /** Run the targets even when they are fresh. */
  force?: boolean;
  /** Only give results that come out byte for byte as committed their present key; never change a number. */
  accept?: boolean;
  /** With `force`: digests of the results, by run key, that were measured elsewhere for it and are in the store. */
  measured?: ReadonlyMap<string, string>;
  /** What performs the runs; this machine where left out. */
  executor?: Executor;
}

/** How everything that a selection names stands, with what is upstream of it, without running anything. */
export function listStandings(
  workspace: Workspace,
  selection: Selection,
): Selected & { standings: Map<string, Standing> } {
  const selected = select(workspace, selection);
  const session = openSession(workspace);
  const found = standings(selected.tasks, session.inspect());
  session.remember();
  rememberClosures(workspace, found.values());
  return { ...selected, standings: found };
}

/** What a reproduction would run of a selection and of what is upstream of it, without running anything. */
export function listWork(
  workspace: Workspace,
  options: Selection & Pick<ReproduceOptions, 'backend' | 'force'>,
): ExpectedWork[] {
  const { standings: found, ...selected } = listStandings(workspace, options);
  const session = openSession(workspace);
  const reasons = reasonsToRun(session, selected, found, options.force ?? false);
  return expectedWork(session, selected.tasks, found, reasons, options.backend);
}

/**
 * Runs everything that is not fresh, stores the outcomes and draws the figures.
 * An earlier good result stays untouched when a run throws or diverges.
 */
export async function reproduce(workspace: Workspace, options: ReproduceOptions): Promise<TaskEnd[]> {
  const session = openSession(workspace, (file) => options.emit({ event: 'corrupted', file }));
  // As the repository is now: a commit during a long run is none of what is run.
  session.effects.git(workspace.root);
  const { tasks, targets } = select(workspace, options);
  const atStart = standings(tasks, session.inspect());
  rememberClosures(workspace, atStart.values());
  const reasons = reasonsToRun(session, { tasks, targets }, atStart, options.force ?? false);
  for (const work of expectedWork(session, tasks, atStart, reasons, options.backend)) options.emit(planEvent(work));
  const locks = createTaskLocks(workspace.root, options);
  // As they were when the task began: a source file edited during the run must not pass for what was run.
  const begun = new Map<Task, Standing>();

  const prepare = async (task: Task): Promise<Prepared> => {
    const why = reasons.get(task.name);
    const stands = ({ freshness }: Standing) => freshness.status === 'fresh' && !why?.forced && !why?.forArtefacts;
    if (stands(atStart.get(task.name)!)) return { status: 'fresh', reason: '' };
    await locks.acquire(task);
    // Another process may have run it meanwhile.
    const standing = session.inspect().standing(task);
    if (stands(standing)) return { status: 'fresh', reason: '' };
    if (task.config.runner === 'imported') return { status: 'failed', reason: standing.freshness.reason };
    if (standing.fault !== undefined) return { status: 'failed', reason: standing.fault };
    const upstream = upstreamOf(session, task, (id) => storedUpstream(session, id, task.profile));
    if ('missing' in upstream) return { status: 'failed', reason: upstream.missing };
    begun.set(task, standing);
    return prepareRun(session, task, standing, upstream.upstream, {
      ...options,
      reason: why?.forArtefacts ? why.reason : standing.freshness.reason || 'forced',
      reuse: !why?.forced || options.measured !== undefined,
    });
  };

  const finish = async (task: Task, outcome: Outcome, cost: TaskCost): Promise<Finish | null> => {
    return locks.lost(task) ?? store(session, begun.get(task)!, outcome, cost, options);
  };

  const executor = options.executor ?? createExecutor(options);
  options.signal.addEventListener('abort', executor.close);
  let ends: TaskEnd[];
  try {
    ends = await runTasks(tasks, {
      threads: options.threads,
      memoryMiB: options.memoryMiB,
      backend: options.backend.name,
      emit: options.emit,
      signal: options.signal,
      prepare,
      perform: executor.perform,
      finish,
      release: locks.release,
    });
  } finally {
    executor.close();
  }
  if (options.signal.aborted) return ends;
  return drawTasks(session, tasks, ends);
}

/** What runs of a task need, the same for a reproduction and a verification. */
export async function prepareRun(
  session: Session,
  task: Task,
  standing: Standing,
  upstream: (Prepared & { status: 'run' })['job']['upstream'],
  options: RunOptions & { reason: string; keep?: boolean; base?: string } & Pick<Keeping, 'reuse' | 'measured'>,
): Promise<Prepared> {
  const { root } = session.workspace;
  const { base = root } = options;
  const key = standing.key!;
  const { runner, params, timeoutMinutes, data } = task.config;
  const refused = whyRefused(session.workspace, task);
  if (refused) throw refused;
  const command = await prepareCommand(session.workspace, task, key.parts.data);
  if (command && 'skipped' in command) return { status: 'skipped', reason: command.skipped };
  const expected = expectedCost(standing);
  return {
    status: 'run',
    reason: options.reason,
    job: {
      runner,
      root,
      params,
      data: data === null ? null : { source: data, digest: key.parts.data[data] },
      upstream,
      cacheFolder: places.data(base),
      memory: places.memory(root),
      code: { sources: key.parts.sources, kernels: key.parts.kernels },
      timeoutSeconds: options.timeoutSeconds ?? (timeoutMinutes === null ? null : timeoutMinutes * 60),
      command,
    },
    kept: createKeptRuns({
      task,
      key,
      backend: computedBy(task, options.backend),
      environment: environmentOf(session.workspace, task),
      store: session.runs,
      effects: session.effects,
      checkpoints: places.checkpoints(base),
      work: places.work(root),
      reuse: options.reuse,
      measured: options.measured,
      keep: options.keep ?? true,
    }),
    expectedSeconds: expected.seconds,
    expectedMemoryMiB: expected.memoryMiB,
  };
}

/** Writes what a task gave, where that is right. @returns what else there is to say, or null. */
function store(
  { results, runs, workspace, effects }: Session,
  { task, key }: Standing,
  outcome: Outcome,
  cost: TaskCost,
  options: ReproduceOptions,
): Finish | null {
  const stored = results.read(task.id, task.profile);
  if (outcome.status === 'diverged' && stored.outcome?.status === 'ok') {
    return failure('training diverged; the earlier good result is kept');
  }
  const now = digest(outcomeBytes(outcome));
  if (options.accept && stored.digest !== now) {
    return failure(
      stored.digest === null
        ? 'it has no committed outcome to accept; run `reproduce` without --accept'
        : 'its outcome is not the committed one, which is kept; `reproduce` without --accept replaces it',
    );
  }
  const about = { backend: computedBy(task, options.backend), git: effects.git(workspace.root) };
  const provenance = describeProvenance(task, outcome, key!, about, cost);
  const recorded = stored.provenance?.kind === 'executed' ? stored.provenance : null;
  const sameKey = recorded?.key === provenance.key;
  if (sameKey && stored.outcome && stored.digest === recorded.outcome && stored.digest !== now) {
    return keepBeside(workspace.root, stored.outcome, outcome, provenance);
  }
  // Files that came back with other bytes are the ones that downstream reads from now on.
  const left = recorded?.runs.flatMap(({ artefacts = {} }) => Object.values(artefacts)) ?? [];
  const isLost = left.some((artefact) => !runs.objects.has(artefact));
  if (!sameKey || stored.digest !== now || isLost) results.write(outcome, provenance);
  return outcome.status === 'diverged' ? failure('training diverged') : null;
}

/** What is committed for a key stays: a number that came out otherwise is one more measurement of it, and no new number. */
function keepBeside(root: string, committed: Outcome, outcome: Outcome, provenance: Executed): Finish {
  const beside = createMeasurementStore(places.results(root));
  const { key, backend, machine, node, date } = provenance;
  const about = { key, kind: 'rerun' as const, backend, machine, node, date };
  const all = rememberMeasurement(beside.read(committed.id, committed.profile), committed, outcome, about);
  beside.write(all);
  const { result } = all.measurements.at(-1)!;
  const reason = `it came out otherwise (${result}) under an unchanged key; the committed outcome stays, and this is kept in measurements.json`;
  return { status: 'ran', reason };
}

/** Draws what changed since the figures were drawn, when all tasks have ended. */
export async function drawTasks(
  session: Session,
  tasks: readonly Task[],
  ends: readonly TaskEnd[],
): Promise<TaskEnd[]> {
  const drawn = await drawAll(session.workspace, tasks, ends, ({ id, profile }) => session.results.read(id, profile));
  session.remember();
  return drawn;
}
