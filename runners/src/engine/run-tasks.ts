import type { ChildProcess } from 'node:child_process';
import pLimit from 'p-limit';
import { aggregate, type FinishedRun } from './aggregate.ts';
import type { EngineEvent, TaskEndEvent } from './events.ts';
import type { PlannedRun, Task } from './plan.ts';
import { startRun } from './run-process.ts';
import type { DoneReport, KeptRuns } from './runs-kept.ts';
import type { Outcome } from '../schema/index.ts';
import type { Job } from './worker.ts';

/** What a task needs to start, or why it need not. */
export type Prepared =
  | { status: 'fresh' }
  | { status: 'failed'; reason: string }
  | {
      status: 'run';
      reason: string;
      job: Omit<Job, 'seed' | 'point'>;
      kept: KeptRuns;
      expectedSeconds: number | null;
      expectedMemoryMiB: number | null;
    };

/** The sums over a task's runs that its provenance records. */
export interface TaskCost {
  seconds: number;
  cpuSeconds: number;
  peakMemoryMiB: number;
  runs: { run: PlannedRun; seconds: number }[];
}

export interface TaskHost {
  /** Runs at one time. */
  threads: number;
  backend: string;
  emit(event: EngineEvent): void;
  signal: AbortSignal;
  /** Called when every upstream task of the plan ended well. */
  prepare(task: Task): Prepared;
  /** Stores or compares; gives the reason when that means failure, else null. */
  finish(task: Task, outcome: Outcome, cost: TaskCost): Promise<string | null>;
}

type TaskEnd = Omit<TaskEndEvent, 'event'>;

/**
 * Runs tasks, upstream first, at most `threads` runs at one time. A failure ends only what rests on it.
 * @returns How each task ended, in the order given.
 */
export async function runTasks(tasks: Task[], host: TaskHost): Promise<TaskEnd[]> {
  const slots = pLimit(host.threads);
  const children = new Set<ChildProcess>();
  host.signal.addEventListener('abort', () => children.forEach((child) => child.kill('SIGKILL')));
  const ends = new Map<string, Promise<TaskEnd>>();
  const execute = (task: Task, prepared: Prepared & { status: 'run' }, run: PlannedRun) =>
    slots(() => executeRun(task, prepared, run, host, children));

  const perform = async (task: Task): Promise<TaskEnd> => {
    let started = performance.now();
    const end = (status: TaskEnd['status'], reason: string): TaskEnd => {
      const seconds = (performance.now() - started) / 1000;
      return { id: task.id, profile: task.profile, status, reason, seconds };
    };
    const upstream = await Promise.all(task.config.upstream.map((id) => ends.get(`${id}/${task.profile}`)));
    started = performance.now(); // waiting for others is no cost of this one
    const broken = upstream.find((other) => other?.status === 'failed');
    if (broken) return end('failed', `upstream ${broken.id} failed`);
    if (host.signal.aborted) return end('failed', 'stopped');
    const prepared = host.prepare(task);
    if (prepared.status === 'failed') return end('failed', prepared.reason);
    if (prepared.status === 'fresh') {
      for (const run of task.runs) host.emit({ ...runEvent(task, run, host), status: 'fresh', reason: '', seconds: 0 });
      return end('fresh', '');
    }
    const { reason, expectedSeconds, expectedMemoryMiB } = prepared;
    const { id, profile, runs } = task;
    host.emit({ event: 'task', id, profile, runs: runs.length, reason, expectedSeconds, expectedMemoryMiB });
    const reports = await Promise.all(runs.map((run) => execute(task, prepared, run)));
    const failed = reports.find((report) => report.kind === 'failed');
    if (failed?.kind === 'failed') return end('failed', failed.message);
    const done = reports as DoneReport[];
    const finished: FinishedRun[] = done.map(({ result }, i) => ({ seed: runs[i].seed, result }));
    let problem: string | null;
    try {
      problem = await host.finish(task, aggregate(id, profile, finished), costOf(runs, done, started));
    } catch (error) {
      problem = (error as Error).message;
    }
    if (problem) return end('failed', problem);
    prepared.kept.clear();
    return end('ran', reason);
  };

  for (const task of tasks) {
    const ended = perform(task).then((end) => {
      host.emit({ event: 'task-end', ...end });
      return end;
    });
    ends.set(task.name, ended);
  }
  return Promise.all(ends.values());
}

function runEvent(task: Task, run: PlannedRun, host: TaskHost) {
  const point = Object.keys(run.point).length > 0 ? { point: run.point } : {};
  return { event: 'run' as const, id: task.id, profile: task.profile, seed: run.seed, ...point, backend: host.backend };
}

async function executeRun(
  task: Task,
  prepared: Prepared & { status: 'run' },
  run: PlannedRun,
  host: TaskHost,
  children: Set<ChildProcess>,
) {
  const kept = prepared.kept.read(run);
  if (kept) {
    host.emit({
      ...runEvent(task, run, host),
      status: 'ran',
      reason: 'kept from a stopped run',
      seconds: kept.seconds,
    });
    return kept;
  }
  if (host.signal.aborted) return { kind: 'failed' as const, message: 'stopped', stack: '' };
  const { child, report } = startRun({ ...prepared.job, ...run }, (done, total, note) => {
    host.emit({ event: 'progress', id: task.id, profile: task.profile, ...run, done, total, note });
  });
  children.add(child);
  const answer = await report;
  children.delete(child);
  if (answer.kind === 'done') {
    prepared.kept.write(run, answer);
    host.emit({ ...runEvent(task, run, host), status: 'ran', reason: prepared.reason, seconds: answer.seconds });
  } else {
    const reason = host.signal.aborted ? 'stopped' : answer.message;
    host.emit({ ...runEvent(task, run, host), status: 'failed', reason, seconds: 0 });
  }
  return answer;
}

function costOf(runs: PlannedRun[], reports: DoneReport[], started: number): TaskCost {
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: reports.reduce((sum, report) => sum + report.cpuSeconds, 0),
    peakMemoryMiB: Math.max(...reports.map((report) => report.peakMemoryMiB)),
    runs: runs.map((run, i) => ({ run, seconds: reports[i].seconds })),
  };
}
