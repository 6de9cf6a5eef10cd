import { addressOf, type KeyParts, type Metric, type Outcome, type Provenance } from '../schema/index.ts';
import { canonicalJson, digest } from './canonical.ts';
import { noiseFloor } from './compare.ts';
import { compareResult, currentParts } from './freshness.ts';
import { keyOf } from './keys.ts';
import type { Task } from './plan.ts';
import type { ReproduceOptions } from './reproduce.ts';
import { runTasks, type TaskHost } from './run-tasks.ts';
import { createKeptRuns } from './runs-kept.ts';
import { createResultStore } from './store.ts';
import { places, selectTasks, upstreamOf, type Workspace } from './workspace.ts';

type Measured = Provenance['otherBackends'][number];

/** How far another backend is from the reference. */
export interface BackendComparison {
  /** Headline metrics that both measured. */
  compared: number;
  /** Of these, those that differ in the digits an outcome keeps. */
  differing: number;
  /** The one that differs most beside its noise over seeds, or beside its value where there is one seed. */
  largest: { metric: string; reference: number; value: number; noise: number } | null;
}

/** The metrics that count: those that the experiment gives an interval for. */
const headlines = (outcome: Outcome): Metric[] => outcome.metrics.filter(({ ci }) => ci !== null);

/** Takes from an outcome of another backend what provenance keeps: only what differs, since most runs are no training. */
export function measuredBeside(reference: Outcome, other: Outcome, backend: Provenance['backend']): Measured {
  const found = new Map(other.metrics.map((metric) => [addressOf(other, metric), metric.value]));
  const both = headlines(reference)
    .map((metric) => ({ metric: addressOf(reference, metric), reference: metric.value }))
    .filter(({ metric }) => found.has(metric));
  const values = both
    .map(({ metric, reference }) => ({ metric, reference, value: found.get(metric)! }))
    .filter(({ reference, value }) => value !== reference)
    .map(({ metric, value }) => ({ metric, value }));
  return { backend, compared: both.length, values };
}

export function compareMeasured(reference: Outcome, { compared, values }: Measured): BackendComparison {
  const metrics = new Map(reference.metrics.map((metric) => [addressOf(reference, metric), metric]));
  const all = values.map(({ metric, value }) => {
    const of = metrics.get(metric)!;
    const noise = noiseFloor(of);
    const rank = Math.abs(value - of.value) / (noise || Math.abs(of.value) || 1);
    return { rank, metric, reference: of.value, value, noise };
  });
  const [most] = all.sort((a, b) => b.rank - a.rank);
  if (!most) return { compared, differing: 0, largest: null };
  const { rank: _, ...largest } = most;
  return { compared, differing: values.length, largest };
}

/**
 * Runs experiments on a backend other than the reference and keeps what it measured in their provenance, beside the
 * committed outcome, which stays as it is. Upstream outcomes are those of the reference.
 */
export async function measureBeside(workspace: Workspace, options: ReproduceOptions) {
  const { root } = workspace;
  const { backend } = options;
  const store = createResultStore(places.results(root));
  const chosen = (task: Task) => !options.ids?.length || options.ids.includes(task.id);
  const tasks = selectTasks(workspace, options).filter(chosen);
  const begun = new Map<Task, KeyParts>();
  const entryOf = (task: Task) =>
    store.read(task.id, task.profile).provenance?.otherBackends.find((one) => one.backend.name === backend.name);

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
    if (entryOf(task)?.backend.version === backend.version && !options.force) return { status: 'fresh' };
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
    if (!reference || provenance?.key !== keyOf(begun.get(task)!)) return 'its reference result changed meanwhile';
    const others = provenance.otherBackends.filter((one) => one.backend.name !== backend.name);
    store.writeProvenance({ ...provenance, otherBackends: [...others, measuredBeside(reference, outcome, backend)] });
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
  return ends.map((end, i) => {
    const { outcome } = store.read(end.id, end.profile);
    const entry = end.status === 'failed' ? undefined : entryOf(tasks[i]);
    return { ...end, comparison: outcome && entry ? compareMeasured(outcome, entry) : null };
  });
}
