import { addressOf, type Executed, type Metric, type Outcome } from '../schema/index.ts';
import { noiseFloor } from './compare.ts';
import { createExecutor } from './executor.ts';
import type { Standing } from './freshness.ts';
import type { Task } from './plan.ts';
import { prepareRun, type ReproduceOptions } from './reproduce.ts';
import { runTasks, type Prepared } from './run-tasks.ts';
import { openSession, storedUpstream, upstreamOf } from './session.ts';
import { select, type Workspace } from './workspace.ts';

type Measured = Executed['otherBackends'][number];

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
export function measuredBeside(reference: Outcome, other: Outcome, backend: Executed['backend']): Measured {
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
  const { backend } = options;
  const session = openSession(workspace);
  const { results } = session;
  const tasks = [...select(workspace, options).targets];
  const begun = new Map<Task, Standing>();
  const provenanceOf = (task: Task): Executed | null => {
    const { provenance } = results.read(task.id, task.profile);
    return provenance?.kind === 'executed' ? provenance : null;
  };
  const entryOf = (task: Task) => provenanceOf(task)?.otherBackends.find((one) => one.backend.name === backend.name);

  const prepare = async (task: Task): Promise<Prepared> => {
    const standing = session.inspect().standing(task);
    const upstream = upstreamOf(session, task, (id) => storedUpstream(session, id, task.profile));
    if ('missing' in upstream || standing.freshness.status !== 'fresh') {
      const why = standing.freshness.reason || 'upstream has no result';
      const first = `run \`paper-factory reproduce ${task.id} --profile ${task.profile}\` first`;
      return { status: 'failed', reason: `its reference result is not fresh (${why}); ${first}` };
    }
    if (entryOf(task)?.backend.version === backend.version && !options.force) return { status: 'fresh', reason: '' };
    begun.set(task, standing);
    const reason = `measured on ${backend.name}`;
    return prepareRun(session, task, standing, upstream.upstream, { ...options, reason, reuse: !options.force });
  };

  const finish = async (task: Task, outcome: Outcome): Promise<string | null> => {
    if (outcome.status === 'diverged') return `training diverged on ${backend.name}`;
    const { outcome: reference } = results.read(task.id, task.profile);
    const provenance = provenanceOf(task);
    if (!reference || provenance?.key !== begun.get(task)!.key!.task) return 'its reference result changed meanwhile';
    const others = provenance.otherBackends.filter((one) => one.backend.name !== backend.name);
    results.writeProvenance({ ...provenance, otherBackends: [...others, measuredBeside(reference, outcome, backend)] });
    return null;
  };

  const executor = createExecutor(options);
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
      release: () => {},
    });
    return ends.map((end, i) => {
      const { outcome } = results.read(end.id, end.profile);
      const entry = end.status === 'failed' ? undefined : entryOf(tasks[i]);
      return { ...end, comparison: outcome && entry ? compareMeasured(outcome, entry) : null };
    });
  } finally {
    executor.close();
  }
}
