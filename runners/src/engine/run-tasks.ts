import type { BackendName, BackendOptions } from '../backend/backend.ts';
import type { Outcome } from '../schema/index.ts';
import { aggregate, type FinishedRun } from './aggregate.ts';
import type { EngineEvent, TaskEndEvent } from './events.ts';
import type { PlannedRun, Task } from './plan.ts';
import type { Origin } from './machine.ts';
import type { FailedReport, OnProgress, RunReport } from './run-process.ts';
import type { KeptReport, KeptRuns } from './runs-kept.ts';
import { createSlots } from './slots.ts';
import { tell } from './tell.ts';
import type { Job } from './worker.ts';

/** What a task needs to start, or why it need not. */
export type Prepared =
  | { status: 'fresh' | 'failed' | 'skipped'; reason: string }
  | {
      status: 'run';
      reason: string;
      job: TaskJob;
      kept: KeptRuns;
      expectedSeconds: number | null;
      expectedMemoryMiB: number | null;
    };

/** What the jobs of all runs of a task have in common. */
export type TaskJob = Omit<Job, 'config' | 'seed' | 'point' | 'backend' | 'checkpoints' | 'artefacts'>;

/** The sums over a task's runs that its provenance records. */
export interface TaskCost {
  seconds: number;
  cpuSeconds: number;
  peakMemoryMiB: number;
  runs: { run: PlannedRun; seconds: number; artefacts: Record<string, string> }[];
  /** Of the latest of the runs. */
  origin: Origin;
}

export interface TaskHost {
  /** Threads and memory of all runs together: so many runs at one time, or fewer with more threads each. */
  threads: number;
  memoryMiB: number;
  backend: BackendName;
  emit(event: EngineEvent): void;
  signal: AbortSignal;
  /** Called when every upstream task of the plan ended well. Holds the task until {@link release}. */
  prepare(task: Task): Promise<Prepared>;
  /** Performs one run. */
  perform(job: Job, onProgress: OnProgress): Promise<RunReport>;
  /** Stores or compares; null where that is all there is to say. */
  finish(task: Task, outcome: Outcome, cost: TaskCost): Promise<Finish | null>;
  /** Called when the task ended, however it did. */
  release(task: Task): void;
}

export type TaskEnd = Omit<TaskEndEvent, 'event'>;

/** How a task whose runs are done ended, where that is not plainly well. */
export interface Finish {
  status: 'failed' | 'ran';
  reason: string;
}

export const failure = (reason: string): Finish => ({ status: 'failed', reason });

/** Ends the reason of a task that performed no run and has nothing else to say. */
export const allKept = '; every run was in the store';

// Of a run that nobody has measured yet.
const usualMemoryMiB = 512;

/**
 * Runs tasks, upstream first, as many runs at one time as threads and memory allow. A failure ends only what rests on it.
 * @returns How each task ended, in the order given.
 */
export async function runTasks(tasks: readonly Task[], host: TaskHost): Promise<TaskEnd[]> {
  const slots = createSlots(host);
  const ends = new Map<string, Promise<TaskEnd>>();

  const execute = async (
    task: Task,
    prepared: Prepared & { status: 'run' },
  ): Promise<Omit<TaskEnd, 'id' | 'profile'>> => {
    let started = performance.now();
    let begun = false;
    // Runs that an earlier command performed took their time then.
    let earlier = 0;
    let kept = 0;
    // A task begins with its first run: waiting for a slot is no cost of its own.
    const begin = () => {
      if (begun) return;
      begun = true;
      started = performance.now();
      const { reason, expectedSeconds, expectedMemoryMiB } = prepared;
      const { id, profile, runs } = task;
      host.emit({ event: 'task', id, profile, runs: runs.length, reason, expectedSeconds, expectedMemoryMiB });
    };
    const reports = await Promise.all(
      task.runs.map((run) =>
        slots(prepared.expectedMemoryMiB ?? usualMemoryMiB, async (threads): Promise<RunReport> => {
          begin();
          try {
            const found = prepared.kept.read(run);
            if (!found) return await executeRun(task, prepared, run, backendOf(host, threads), host);
            const { seconds } = found;
            earlier += seconds;
            kept += 1;
            host.emit({ ...runEvent(task, run, host), status: 'kept', reason: 'its run is in the store', seconds });
            return found;
          } catch (error) {
            // Nothing ends the task while another of its runs goes on: it would do so without the lock.
            const message = host.signal.aborted ? 'stopped' : tell(error);
            host.emit({ ...runEvent(task, run, host), status: 'failed', reason: message, seconds: 0 });
            return { kind: 'failed', message };
          }
        }),
      ),
    );
    const seconds = (performance.now() - started) / 1000 + earlier;
    const finish = await conclude(task, reports, seconds, host);
    if (finish?.status !== 'failed') prepared.kept.finished();
    if (finish) return { ...finish, seconds };
    const restored = kept === task.runs.length ? allKept : '';
    return { status: 'ran', reason: prepared.reason + restored, seconds };
  };

  const perform = async (task: Task): Promise<TaskEnd> => {
    const { id, profile, config, runs } = task;
    const end = (status: TaskEnd['status'], reason: string): TaskEnd => ({ id, profile, status, reason, seconds: 0 });
    const upstream = await Promise.all(config.upstream.map((other) => ends.get(`${other}/${profile}`)));
    const broken = upstream.find((other) => other?.status === 'failed' || other?.status === 'skipped');
    if (broken)
      return end(broken.status, `upstream ${broken.id} ${broken.status === 'failed' ? 'failed' : 'was skipped'}`);
    if (host.signal.aborted) return end('failed', 'stopped');
    try {
      const prepared = await host.prepare(task);
      if (prepared.status === 'run') return { id, profile, ...(await execute(task, prepared)) };
      if (prepared.status === 'fresh')
        for (const run of runs) host.emit({ ...runEvent(task, run, host), status: 'fresh', reason: '', seconds: 0 });
      return end(prepared.status, prepared.reason);
    } finally {
      host.release(task);
    }
  };

  for (const task of tasks) {
    const ended = perform(task)
      // A full disk or an unreadable file ends this task, and what rests on it, and nothing else.
      .catch((error): TaskEnd => {
        const reason = host.signal.aborted ? 'stopped' : tell(error);
        return { id: task.id, profile: task.profile, status: 'failed', reason, seconds: 0 };
      })
      .then((end) => {
        host.emit({ event: 'task-end', ...end });
        return end;
      });
    ends.set(task.name, ended);
  }
  return Promise.all(ends.values());
}

function runEvent(task: Task, run: PlannedRun, host: Pick<TaskHost, 'backend'>) {
  const point = Object.keys(run.point).length > 0 ? { point: run.point } : {};
  const backend = task.config.command ? 'command' : host.backend;
  return { event: 'run' as const, id: task.id, profile: task.profile, seed: run.seed, ...point, backend };
}

/** Only on the reference no number depends on the threads; elsewhere each run has one. */
const backendOf = ({ backend }: TaskHost, threads: number): BackendOptions => ({
  name: backend,
  threads: backend === 'wasm' ? threads : 1,
});

/** Performs one run of a task, or takes it from the store; a run that fails is data. */
export async function executeRun(
  task: Task,
  { job, kept, reason }: Prepared & { status: 'run' },
  run: PlannedRun,
  backend: BackendOptions,
  host: Pick<TaskHost, 'backend' | 'emit' | 'signal' | 'perform'>,
): Promise<KeptReport | FailedReport> {
  if (host.signal.aborted) return { kind: 'failed', message: 'stopped' };
  const { clear, ...place } = kept.place(run);
  try {
    const answer = await host.perform(
      { ...job, ...run, config: `experiments/${task.id}/config.yaml`, backend, ...place },
      (done, total, note) => {
        host.emit({ event: 'progress', id: task.id, profile: task.profile, ...run, done, total, note });
      },
    );
    if (answer.kind === 'done') {
      const report = await kept.write(run, answer);
      host.emit({ ...runEvent(task, run, host), status: 'ran', reason, seconds: answer.seconds });
      return report;
    }
    const failed = host.signal.aborted ? 'stopped' : answer.message;
    host.emit({ ...runEvent(task, run, host), status: 'failed', reason: failed, seconds: 0 });
    return answer;
  } finally {
    clear();
  }
}

/** Puts the runs of a task together and hands them on. */
async function conclude(task: Task, reports: RunReport[], seconds: number, host: TaskHost): Promise<Finish | null> {
  const failed = reports.find((report) => report.kind === 'failed');
  if (failed) return failure(host.signal.aborted ? 'stopped' : failed.message);
  const done = reports as KeptReport[];
  const finished: FinishedRun[] = done.map(({ result }, i) => ({ seed: task.runs[i].seed, result }));
  const cost: TaskCost = {
    seconds,
    cpuSeconds: done.reduce((sum, report) => sum + report.cpuSeconds, 0),
    peakMemoryMiB: Math.max(...done.map((report) => report.peakMemoryMiB)),
    runs: task.runs.map((run, i) => ({ run, seconds: done[i].seconds, artefacts: done[i].artefacts })),
    origin: done.map(({ origin }) => origin).reduce((latest, one) => (one.date > latest.date ? one : latest)),
  };
  try {
    return await host.finish(task, aggregate(task.id, task.profile, finished), cost);
  } catch (error) {
    return failure(tell(error));
  }
}
