import { computedBy } from './command/command-task.ts';
import type { PlanEvent } from './events.ts';
import { expectedCost } from './expected-cost.ts';
import type { Standing } from './freshness.ts';
import type { PlannedRun, Task } from './plan.ts';
import { runIdentity } from './run-name.ts';
import type { ReasonToRun } from './reasons-to-run.ts';
import type { Session } from './session.ts';
import { isStored } from './stored-runs.ts';
import type { Executed } from '../schema/index.ts';

/** What a task that is not fresh, is forced, or must run for its artefacts would take. */
export interface ExpectedWork {
  standing: Standing;
  reason: string;
  /** Runs to perform, and those that are in the store already. */
  runs: number;
  kept: number;
  /** Of the runs to perform, one after another; null where nobody knows. */
  seconds: number | null;
  /** Of one run; null where nobody knows. */
  memoryMiB: number | null;
}

/**
 * What a reproduction of these tasks would run, estimated from what their last runs took. It may turn out less: what
 * rests on an outcome that comes out as it was stays.
 */
export function expectedWork(
  session: Session,
  tasks: readonly Task[],
  standings: ReadonlyMap<string, Standing>,
  reasons: ReadonlyMap<string, ReasonToRun>,
  backend: Executed['backend'],
): ExpectedWork[] {
  return tasks.flatMap((task) => {
    const why = reasons.get(task.name);
    if (!why) return [];
    const standing = standings.get(task.name)!;
    const by = computedBy(task, backend);
    const keys = standing.key?.runs ?? [];
    // While what is upstream is still to come, nobody knows the keys.
    const moves = task.config.upstream.some((id) => reasons.get(`${id}/${task.profile}`)?.moves);
    const isLeft = (i: number) => moves || why.forced || !keys[i] || !isStored(session.runs, keys[i], by);
    const left = task.runs.filter((_, i) => isLeft(i));
    const kept = task.runs.length - left.length;
    const { memoryMiB } = expectedCost(standing);
    return { standing, reason: why.reason, runs: left.length, kept, seconds: secondsOf(left, standing), memoryMiB };
  });
}

/** One that was never run takes what the others took on average. */
function secondsOf(runs: readonly PlannedRun[], { task, stored }: Pick<Standing, 'task' | 'stored'>): number | null {
  const recorded = stored.provenance?.kind === 'executed' ? stored.provenance.runs : [];
  const { minutes } = task.config;
  if (recorded.length === 0) return minutes === null ? null : (minutes * 60 * runs.length) / task.runs.length;
  const known = new Map(recorded.map((run) => [runIdentity(run), run.seconds]));
  const usual = recorded.reduce((sum, run) => sum + run.seconds, 0) / recorded.length;
  return runs.reduce((sum, run) => sum + (known.get(runIdentity(run)) ?? usual), 0);
}

/** What is told of expected work. */
export function planEvent({ standing, reason, runs, kept, seconds, memoryMiB }: ExpectedWork): PlanEvent {
  const { id, profile } = standing.task;
  return {
    event: 'plan',
    id,
    profile,
    runs,
    kept,
    status: standing.freshness.status,
    reason,
    expectedSeconds: seconds,
    expectedMemoryMiB: memoryMiB,
  };
}

/** The same of a task that a verification executes again, however it stands. */
export function verificationEvent(about: Pick<Standing, 'task' | 'stored'>): PlanEvent {
  const { id, profile, runs } = about.task;
  return {
    event: 'plan',
    id,
    profile,
    runs: runs.length,
    kept: 0,
    status: 'verify',
    reason: 'verify',
    expectedSeconds: secondsOf(runs, about),
    expectedMemoryMiB: expectedCost(about).memoryMiB,
  };
}
