import { addressOf, measuredSpread, type Measurement, type Outcome } from '../schema/index.ts';
import { createExecutor } from './executor.ts';
import type { Standing } from './freshness.ts';
import { machineClass } from './machine.ts';
import { createMeasurementStore } from './measurement-store.ts';
import { measurementsOfKey, rememberMeasurement } from './measurements.ts';
import type { Task } from './plan.ts';
import { prepareRun, type ReproduceOptions } from './reproduce.ts';
import { failure, runTasks, type Finish, type Prepared } from './run-tasks.ts';
import { openSession, storedUpstream, upstreamOf } from './session.ts';
import { createTaskLocks } from './task-locks.ts';
import { places, select, type Workspace } from './workspace.ts';

/** How far another backend is from the reference. */
export interface BackendComparison {
  /** Metrics that both measured. */
  compared: number;
  /** Of these, those that differ in the digits an outcome keeps. */
  differing: number;
  /**
   * The one that differs most beside its noise over seeds, or beside its value where there is one seed. Headline metrics,
   * those with an interval, go before the others: an epoch more is no news.
   */
  largest: { metric: string; reference: number; value: number; noise: number } | null;
}

export function compareMeasured(
  reference: Outcome,
  { compared, values }: Pick<Measurement, 'compared' | 'values'>,
): BackendComparison {
  const metrics = new Map(reference.metrics.map((metric) => [addressOf(reference, metric), metric]));
  const overSeeds = measuredSpread(reference, []);
  const all = values.map(({ metric, value }) => {
    const of = metrics.get(metric)!;
    const { floor } = overSeeds.get(metric)!;
    const rank = Math.abs(value - of.value) / (floor || Math.abs(of.value) || 1);
    return { headline: Number(of.ci !== null), rank, metric, reference: of.value, value, noise: floor };
  });
  const [most] = all.sort((a, b) => b.headline - a.headline || b.rank - a.rank);
  if (!most) return { compared, differing: 0, largest: null };
  const { rank: _, headline: __, ...largest } = most;
  return { compared, differing: values.length, largest };
}

/**
 * Runs experiments on a backend other than the reference and keeps what it measured in their measurements.json, beside
 * the committed outcome, which stays as it is. Upstream outcomes are those of the reference.
 */
export async function measureBeside(workspace: Workspace, options: ReproduceOptions) {
  const { backend } = options;
  const session = openSession(workspace);
  const { results } = session;
  const tasks = [...select(workspace, options).targets];
  const begun = new Map<Task, Standing>();
  const locks = createTaskLocks(workspace.root, options);
  const beside = createMeasurementStore(places.results(workspace.root));
  const machine = machineClass();
  const entryOf = ({ id, profile }: { id: string; profile: string }) => {
    const { provenance } = results.read(id, profile);
    if (provenance?.kind !== 'executed') return undefined;
    return measurementsOfKey(beside.read(id, profile), provenance.key).findLast(
      (one) => one.backend.name === backend.name && one.backend.version === backend.version && one.machine === machine,
    );
  };

  /** What a measurement needs, or why there is none to make. */
  const look = (task: Task) => {
    const standing = session.inspect().standing(task);
    const upstream = upstreamOf(session, task, (id) => storedUpstream(session, id, task.profile));
    if ('missing' in upstream || standing.freshness.status !== 'fresh') {
      const why = standing.freshness.reason || 'upstream has no result';
      const first = `run \`paper-factory reproduce ${task.id} --profile ${task.profile}\` first`;
      return { status: 'failed' as const, reason: `its reference result is not fresh (${why}); ${first}` };
    }
    if (entryOf(task) && !options.force) return { status: 'fresh' as const, reason: '' };
    return { status: 'wanted' as const, standing, upstream: upstream.upstream };
  };

  const prepare = async (task: Task): Promise<Prepared> => {
    if (task.config.command) return { status: 'skipped', reason: 'a program has no other backend' };
    const before = look(task);
    if (before.status !== 'wanted') return before;
    await locks.acquire(task);
    // Another process may have measured it meanwhile, or its reference may have changed.
    const now = look(task);
    if (now.status !== 'wanted') return now;
    begun.set(task, now.standing);
    const reason = `measured on ${backend.name}`;
    return prepareRun(session, task, now.standing, now.upstream, { ...options, reason, reuse: !options.force });
  };

  const finish = async (task: Task, outcome: Outcome): Promise<Finish | null> => {
    const lost = locks.lost(task);
    if (lost) return lost;
    if (outcome.status === 'diverged') return failure(`training diverged on ${backend.name}`);
    const { outcome: reference, provenance } = results.read(task.id, task.profile);
    const key = begun.get(task)!.key!.task;
    if (!reference || provenance?.kind !== 'executed' || provenance.key !== key) {
      return failure('its reference result changed meanwhile');
    }
    beside.write(
      rememberMeasurement(beside.read(task.id, task.profile), reference, outcome, {
        key,
        kind: 'backend',
        backend,
        machine,
        node: process.version,
        date: session.effects.now().toISOString(),
      }),
    );
    return null;
  };

  const executor = options.executor ?? createExecutor(options);
  options.signal.addEventListener('abort', executor.close);
  try {
    const ends = await runTasks(tasks, {
      threads: options.threads,
      memoryMiB: options.memoryMiB,
      backend: backend.name,
      emit: options.emit,
      signal: options.signal,
      prepare,
      perform: executor.perform,
      finish,
      release: locks.release,
    });
    return ends.map((end) => {
      const { outcome } = results.read(end.id, end.profile);
      const entry = end.status === 'failed' ? undefined : entryOf(end);
      return { ...end, comparison: outcome && entry ? compareMeasured(outcome, entry) : null };
    });
  } finally {
    executor.close();
  }
}
