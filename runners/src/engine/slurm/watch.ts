import { readdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { EngineEvent, TaskEndEvent } from '../events.ts';
import type { Task } from '../plan.ts';
import type { SlurmClient } from './client.ts';
import { elementName, logTail, readReport } from './element-report.ts';
import type { QueuedJob } from './queue.ts';
import { appearSeconds, atFirst, isSettled, nextState, type PartState, type WatchedPart } from './watched.ts';

/** A task whose jobs are submitted. */
export interface WatchedTask {
  task: Task;
  /** Why it is run. */
  reason: string;
  /** Its runs, then its conclusion. */
  parts: WatchedPart[];
}

/** What watching takes from the world. */
export interface WatchHost {
  /** Absolute. */
  root: string;
  client: SlurmClient;
  backend: string;
  emit(event: EngineEvent): void;
  signal: AbortSignal;
  /** Digest of the outcome as this machine sees it. */
  outcomeDigest(task: Task): string | null;
  /** Seconds of a clock that goes forward. */
  seconds(): number;
  /** Waits, or less where the signal comes. */
  pause(seconds: number): Promise<void>;
}

type TaskEnd = Omit<TaskEndEvent, 'event'>;

/** How long Slurm may be silent while jobs are watched: a controller that starts anew takes a minute or two. */
const outageSeconds = 300;

/** Seconds between two looks: often while much happens, then seldom enough for a controller that serves thousands. */
const interval = (elapsed: number): number => (elapsed < 60 ? 1 : elapsed < 600 ? 5 : 15);

const queueKey = (job: string, element: number | null): string => (element === null ? job : `${job}_${element}`);

/**
 * Shows what becomes of submitted tasks until all have ended. The jobs do not need it: they go on without.
 * @returns How each task ended, in the order given; all those that had not when the signal came as `stopped`.
 * @throws {UserError} where Slurm stays silent for minutes.
 */
export async function watch(tasks: readonly WatchedTask[], host: WatchHost): Promise<TaskEnd[]> {
  const states = new Map<WatchedPart, PartState>(tasks.flatMap(({ parts }) => parts.map((part) => [part, atFirst])));
  const ends = new Map<string, TaskEnd>();
  const started = host.seconds();
  let answered = started;
  let queue = new Map<string, QueuedJob>();

  const look = async (): Promise<void> => {
    try {
      queue = new Map((await host.client.queue()).map((job) => [queueKey(job.job, job.element), job]));
      answered = host.seconds();
    } catch (error) {
      if (host.seconds() - answered > outageSeconds) throw error;
      return; // what was known of the queue may still hold
    }
    for (const folder of new Set(tasks.flatMap(({ parts }) => parts.map(({ log }) => dirname(log))))) {
      // Makes NFS ask its server again what is in there.
      readdirSync(folder);
    }
    for (const watched of tasks) if (!ends.has(watched.task.name)) update(watched);
  };

  const update = (watched: WatchedTask): void => {
    const changed: [WatchedPart, PartState][] = [];
    for (const part of watched.parts) {
      const before = states.get(part)!;
      if (isSettled(before)) continue;
      const queued = part.job === null ? null : (queue.get(part.job) ?? null);
      const report = readReport(dirname(part.log), elementName(part.task, part.part));
      const after = nextState(before, queued, report, host.seconds());
      states.set(part, after);
      if (after.state !== before.state || after.reason !== before.reason || after.node !== before.node) {
        changed.push([part, after]);
      } else if (isSettled(after)) changed.push([part, after]);
      showProgress(part, after);
    }
    showStates(watched.task, changed);
    for (const [part, state] of changed) if (isSettled(state)) showEnd(watched, part, state);
    settle(watched);
  };

  const runOf = ({ task, part }: WatchedPart) => (part === 'conclude' ? null : task.runs[part]);

  const showProgress = (part: WatchedPart, { phase, report }: PartState): void => {
    const run = runOf(part);
    if (!run || phase !== 'running' || report?.status !== 'running') return;
    const { id, profile } = part.task;
    const { done, total, note } = report;
    host.emit({ event: 'progress', id, profile, ...run, done, total, note });
  };

  const showStates = ({ id, profile }: Task, changed: [WatchedPart, PartState][]): void => {
    const alike = Map.groupBy(changed, ([, { state, reason, node }]) => JSON.stringify([state, reason, node]));
    for (const group of alike.values()) {
      const [, { state, reason, node }] = group[0];
      const jobs = group.map(([{ job, part }]) => ({ job: job ?? '', part }));
      host.emit({ event: 'jobs', id, profile, state, reason, node, jobs });
    }
  };

  const showEnd = ({ reason, parts }: WatchedTask, part: WatchedPart, state: PartState): void => {
    const run = runOf(part);
    // Slurm cancels a conclusion that waits for a run that failed, which has been told.
    if (!run && parts.some((other) => other !== part && states.get(other)!.phase === 'failed')) return;
    const { id, profile } = part.task;
    const log = relative(host.root, part.log);
    const failed = state.phase === 'failed';
    if (run) {
      const point = Object.keys(run.point).length > 0 ? { point: run.point } : {};
      const seconds = state.report?.status === 'done' ? state.report.seconds : 0;
      const about = failed ? `${state.reason}; see ${log}` : state.reason || reason;
      const base = { event: 'run' as const, id, profile, seed: run.seed, ...point, backend: host.backend };
      host.emit({ ...base, status: failed ? 'failed' : 'ran', reason: about, seconds });
    }
    if (failed) host.emit({ event: 'log', id, profile, file: log, lines: logTail(part.log) });
  };

  const settle = (watched: WatchedTask): void => {
    const { task, parts } = watched;
    const { id, profile } = task;
    const end = (status: TaskEnd['status'], reason: string, seconds = 0): void => {
      const entry = { id, profile, status, reason, seconds };
      ends.set(task.name, entry);
      host.emit({ event: 'task-end', ...entry });
    };
    const broken = task.config.upstream.find((other) => ends.get(`${other}/${profile}`)?.status === 'failed');
    if (broken) {
      void cancel([watched]).catch(() => {}); // Slurm cancels them itself, as what they wait for never comes
      return end('failed', `upstream ${broken} failed`);
    }
    const runs = parts.filter(({ part }) => part !== 'conclude');
    if (!runs.every((part) => isSettled(states.get(part)!))) return;
    const failed = [...runs, parts.at(-1)!].find((part) => states.get(part)!.phase === 'failed');
    if (failed) {
      const { job, log } = failed;
      const { reason } = states.get(failed)!;
      void cancel([watched]).catch(() => {});
      return end('failed', `${reason} (job ${job ?? 'unknown'}, log ${relative(host.root, log)})`);
    }
    const conclusion = states.get(parts.at(-1)!)!;
    if (conclusion.phase !== 'done' || conclusion.report?.status !== 'done') return;
    const { outcome, seconds } = conclusion.report;
    const since = (conclusion.doubtSince ??= host.seconds());
    if (outcome !== null && host.outcomeDigest(task) !== outcome) {
      if (host.seconds() - since < appearSeconds) return;
      return end('failed', 'its outcome does not appear in the shared folder');
    }
    const { reason } = conclusion.report;
    if (reason === 'fresh') end('fresh', watched.reason, seconds);
    // It may have more to say, such as that the result came out otherwise.
    else end('ran', reason || watched.reason, seconds);
  };

  const cancel = (some: readonly WatchedTask[]): Promise<void> => {
    const open = some
      .flatMap(({ parts }) => parts)
      .filter((part) => part.job !== null && !isSettled(states.get(part)!))
      .map(({ job }) => job!.split('_')[0]);
    return host.client.cancel([...new Set(open)]);
  };

  while (ends.size < tasks.length) {
    if (host.signal.aborted) {
      await cancel(tasks.filter(({ task }) => !ends.has(task.name)));
      break;
    }
    await look();
    if (ends.size < tasks.length) await host.pause(interval(host.seconds() - started));
  }
  return tasks.map(({ task: { name, id, profile } }) => {
    return ends.get(name) ?? { id, profile, status: 'failed', reason: 'stopped', seconds: 0 };
  });
}
