import { addressOf, measuredSpread, type KeyParts, type Measurement, type Outcome } from '../schema/index.ts';
import { canonicalJson, digest } from './canonical.ts';
import { compareResult, currentParts } from './freshness.ts';
import { keyOf } from './keys.ts';
import { machineClass } from './machine.ts';
import { createMeasurementStore } from './measurement-store.ts';
import { measurementsOfKey, rememberMeasurement } from './measurements.ts';
import type { Task } from './plan.ts';
import { realEffects } from './provenance.ts';
import type { ReproduceOptions } from './reproduce.ts';
import { runTasks, type TaskHost } from './run-tasks.ts';
import { createKeptRuns } from './runs-kept.ts';
import { createResultStore } from './store.ts';
import { places, selectTasks, upstreamOf, type Workspace } from './workspace.ts';

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
  const { root } = workspace;
  const { backend } = options;
  const store = createResultStore(places.results(root));
  const chosen = (task: Task) => !options.ids?.length || options.ids.includes(task.id);
  const tasks = selectTasks(workspace, options).filter(chosen);
  const begun = new Map<Task, KeyParts>();
  const beside = createMeasurementStore(places.results(root));
  const machine = machineClass();
  const entryOf = ({ id, profile }: { id: string; profile: string }) => {
    const { provenance } = store.read(id, profile);
    if (!provenance) return undefined;
    return measurementsOfKey(beside.read(id, profile), provenance.key).findLast(
      (one) => one.backend.name === backend.name && one.backend.version === backend.version && one.machine === machine,
    );
  };

  const prepare: TaskHost['prepare'] = (task) => {
    const stored = store.read(task.id, task.profile);
    const upstream = upstreamOf(workspace, task, (id) => store.read(id, task.profile).outcome);
    const parts = currentParts(task, store);
    const freshness = parts && compareResult(stored, parts);
    if ('missing' in upstream || !parts || freshness?.status !== 'fresh') {
      const why = freshness?.reason || 'upstream has no result';
      const first = `run \`paper-factory reproduce ${task.id} --profile ${task.profile}\` first`;
      return { status: 'failed', reason: `its reference result is not fresh (${why}); ${first}` };
    }
    if (entryOf(task) && !options.force) return { status: 'fresh' };
    begun.set(task, parts);
    const kept = createKeptRuns(places.kept(root), task.name, digest(canonicalJson([keyOf(parts), backend])));
    if (options.force) kept.clear();
    const { runner, params } = task.config;
    return {
      status: 'run',
      reason: `measured on ${backend.name}`,
      job: { runner, params, upstream, cacheFolder: places.data(root), sources: parts.sources },
      kept,
      expectedSeconds: stored.provenance!.seconds,
      expectedMemoryMiB: stored.provenance!.peakMemoryMiB,
    };
  };

  const finish: TaskHost['finish'] = async (task, outcome) => {
    if (outcome.status === 'diverged') return `training diverged on ${backend.name}`;
    const { outcome: reference, provenance } = store.read(task.id, task.profile);
    const key = keyOf(begun.get(task)!);
    if (!reference || provenance?.key !== key) return 'its reference result changed meanwhile';
    beside.write(
      rememberMeasurement(beside.read(task.id, task.profile), reference, outcome, {
        key,
        kind: 'backend',
        backend,
        machine,
        node: process.version,
        date: realEffects.now().toISOString(),
      }),
    );
    return null;
  };

  const ends = await runTasks(tasks, {
    threads: options.threads,
    backend: backend.name,
    emit: options.emit,
    signal: options.signal ?? new AbortController().signal,
    prepare,
    finish,
  });
  return ends.map((end) => {
    const { outcome } = store.read(end.id, end.profile);
    const entry = end.status === 'failed' ? undefined : entryOf(end);
    return { ...end, comparison: outcome && entry ? compareMeasured(outcome, entry) : null };
  });
}
