import { join } from 'node:path';
import { UserError } from '../../schema/index.ts';
import type { RunBackend } from '../backends.ts';
import { realEffects } from '../effects.ts';
import type { EngineEvent } from '../events.ts';
import { writeAtomic } from '../files.ts';
import { acquireLock } from '../lock.ts';
import type { Task } from '../plan.ts';
import { drawTasks } from '../reproduce.ts';
import type { TaskEnd } from '../run-tasks.ts';
import { openSession } from '../session.ts';
import { places, type Selection, type Workspace } from '../workspace.ts';
import type { Pause } from './appear.ts';
import { cancelAndWait, findOpen, type OpenTask } from './attach.ts';
import { createSlurmClient, type SlurmClient } from './client.ts';
import { logOf, planJobs, type JobPlace, type PlannedJob, type WantedTask } from './plan-jobs.ts';
import { createSubmissionFolder, taskState, writeSubmission, type Submission } from './submission.ts';
import { findWanted } from './wanted.ts';
import { watch, type WatchedTask } from './watch.ts';

export interface SlurmOptions extends Selection {
  /** Run the targets even when they are fresh. */
  force: boolean;
  backend: RunBackend;
  /** Absolute path of paper-factory's launcher, which the nodes must see as well. */
  launcher: string;
  emit(event: EngineEvent): void;
  signal: AbortSignal;
  pause: Pause;
  client?: SlurmClient;
}

/** A call of sbatch as a dry run shows it. */
export interface DryJob extends PlannedJob {
  /** Names of the jobs that must end well before. */
  after: string[];
  reason: string;
}

/** Slurm's own default, for where there is none to ask. */
const usualArraySize = 1001;

const nameOf = ({ task, part }: { task: Task; part: number | 'conclude' }) =>
  part === 'conclude' ? `${task.name} conclude` : part === 0 ? `${task.name} runs` : `${task.name} runs from ${part}`;

/** Every job that {@link reproduceOnSlurm} would submit, in that order; Slurm is not asked. */
export function planOnSlurm(workspace: Workspace, options: Omit<SlurmOptions, 'emit' | 'signal' | 'pause'>): DryJob[] {
  const { wanted } = findWanted(workspace, options, options);
  const place = placeOf(workspace, options.launcher, 'dry-run', usualArraySize);
  const concluded = new Set(wanted.map(({ task }) => task.name));
  return wanted.flatMap((one) => {
    const above = upstreamNames(one.task).filter((name) => concluded.has(name));
    const jobs = planJobs(one, place);
    const arrays = jobs.slice(0, -1).map(nameOf);
    return jobs.map((job) => ({
      ...job,
      reason: one.reason,
      after: [...(job.part === 'conclude' ? arrays : []), ...above.map((name) => `${name} conclude`)],
    }));
  });
}

/**
 * Runs everything that is not fresh on a cluster. All jobs are submitted at once, with dependencies along the plan, so that
 * this process only watches: killed, it leaves them to go on, and the next call finds them again. Stopped by the signal,
 * it cancels them.
 * @throws {UserError} where Slurm is missing, down or refuses a job; what it took before is cancelled.
 */
export async function reproduceOnSlurm(workspace: Workspace, options: SlurmOptions): Promise<TaskEnd[]> {
  const { emit, signal, pause, client = createSlurmClient() } = options;
  const { root } = workspace;
  const session = openSession(workspace, (file) => emit({ event: 'corrupted', file }));
  const { tasks, watched, hopeless } = await submitOnce();
  for (const [name, reason] of hopeless) {
    const [id, profile] = name.split('/');
    emit({ event: 'task-end', id, profile, status: 'failed', reason, seconds: 0 });
  }
  const ends = await watch(watched, {
    root,
    client,
    backend: options.backend.name,
    emit,
    signal,
    outcomeDigest: ({ id, profile }) => session.results.read(id, profile).digest,
    seconds: () => performance.now() / 1000,
    pause,
  });
  const ended = new Map(ends.map((end) => [`${end.id}/${end.profile}`, end]));
  const all = tasks.map(({ name, id, profile }): TaskEnd => {
    const reason = hopeless.get(name);
    if (reason !== undefined) return { id, profile, status: 'failed', reason, seconds: 0 };
    return ended.get(name) ?? { id, profile, status: 'fresh', reason: '', seconds: 0 };
  });
  return signal.aborted ? all : drawTasks(session, tasks, all);

  /** One process at a time looks what is queued and submits what is not. */
  async function submitOnce() {
    const lock = await acquireLock(join(places.locks(root), 'slurm-submit.lock'), { signal });
    try {
      // Only now: whoever had the lock before may have changed what is wanted.
      const found = findWanted(workspace, options, options);
      return { ...found, watched: await submit(workspace, found.wanted, { ...options, client }) };
    } finally {
      lock.release();
    }
  }
}

const upstreamNames = ({ config, profile }: Task): string[] => config.upstream.map((id) => `${id}/${profile}`);

function placeOf({ root, settings }: Workspace, launcher: string, submission: string, arraySize: number): JobPlace {
  const node = process.execPath;
  return { root, home: places.slurm(root), submission, arraySize, settings: settings.slurm, launcher, node };
}

/** Attaches to what is queued and submits the rest. */
async function submit(
  workspace: Workspace,
  wanted: readonly (WantedTask & { force: boolean })[],
  { client, emit, launcher, pause, signal }: SlurmOptions & { client: SlurmClient },
): Promise<WatchedTask[]> {
  if (wanted.length === 0) return [];
  const { root } = workspace;
  const home = places.slurm(root);
  const queued = findOpen(root, home, await client.queue());
  const states = new Map(wanted.map(({ task }) => [task.name, taskState(root, task)]));
  const attached = new Map<WantedTask, OpenTask>();
  const renewed = new Set<string>();
  for (const one of wanted) {
    const { task, force } = one;
    const open = (queued.get(task.name) ?? []).find(({ record, jobs }) => {
      return record?.state === states.get(task.name) && (record?.force || !force) && jobs.has('conclude');
    });
    // What waits for jobs that are cancelled now will never start.
    if (open && !upstreamNames(task).some((name) => renewed.has(name))) attached.set(one, open);
    else renewed.add(task.name);
  }
  const old = wanted.flatMap((one) => (queued.get(one.task.name) ?? []).filter((open) => open !== attached.get(one)));
  await cancelAndWait(
    client,
    old.flatMap(({ jobs }) => [...jobs.values()]),
    pause,
  );

  const fresh = wanted.filter((one) => !attached.has(one));
  const submission = fresh.length > 0 ? createSubmissionFolder(home, realEffects.now()) : '';
  const arraySize = await client.maxArraySize();
  const place = placeOf(workspace, launcher, submission, arraySize);
  const submissionOf = new Map<string, string>(
    wanted.map((one) => [one.task.name, attached.get(one)?.submission ?? submission]),
  );
  if (fresh.length > 0) {
    const tasks = fresh.map(({ task, runs, force }): [string, Submission['tasks'][string]] => {
      const above = upstreamNames(task).filter((name) => submissionOf.has(name));
      const upstream = Object.fromEntries(above.map((name) => [name, submissionOf.get(name)!]));
      return [task.name, { state: states.get(task.name)!, runs, force, upstream }];
    });
    // Before the first job: one may start at once.
    writeSubmission(join(home, submission), {
      schemaVersion: 1,
      date: realEffects.now().toISOString(),
      arraySize,
      tasks: Object.fromEntries(tasks),
    });
  }

  const concluded = new Map<string, string>();
  const taken: string[] = [];
  const watched: WatchedTask[] = [];
  for (const one of wanted) {
    const { task, reason, runs, expectedSeconds, expectedMemoryMiB } = one;
    const { id, profile } = task;
    const open = attached.get(one);
    const why = open ? `${reason}; its jobs of ${open.submission} are still queued or running: attached` : reason;
    emit({
      event: 'task',
      id,
      profile,
      runs: (open?.record?.runs ?? runs).length,
      reason: why,
      expectedSeconds,
      expectedMemoryMiB,
    });
    const jobs = open?.jobs ?? (await submitTask(one));
    concluded.set(task.name, jobs.get('conclude')!);
    watched.push(watchedTask(one, open ?? null, jobs));
  }
  return watched;

  async function submitTask(one: WantedTask): Promise<Map<number | 'conclude', string>> {
    const above = upstreamNames(one.task).flatMap((name) => concluded.get(name) ?? []);
    const jobs = new Map<number | 'conclude', string>();
    try {
      for (const { part, file, text } of planJobs(one, place)) {
        signal.throwIfAborted();
        const script = join(home, submission, file);
        writeAtomic(script, text);
        const job = await client.submit(script, part === 'conclude' ? [...jobs.values(), ...above] : above);
        jobs.set(part, job);
        taken.push(job);
      }
      return jobs;
    } catch (error) {
      // Half a plan is of no use.
      await client.cancel(taken).catch(() => {});
      if (signal.aborted) throw new UserError('stopped while it submitted; its jobs are cancelled', { cause: error });
      throw error;
    }
  }

  function watchedTask(
    { task, reason, runs }: WantedTask,
    open: OpenTask | null,
    jobs: Map<number | 'conclude', string>,
  ) {
    const size = open?.arraySize ?? arraySize;
    const folder = join(home, open?.submission ?? submission);
    const elements = (open?.record?.runs ?? runs).map((run) => {
      const job = jobs.get(run - (run % size));
      return {
        task,
        part: run,
        job: job === undefined ? null : `${job}_${run % size}`,
        log: logOf(folder, task, run, size),
      };
    });
    const log = logOf(folder, task, 'conclude', size);
    const conclusion = { task, part: 'conclude' as const, job: jobs.get('conclude') ?? null, log };
    return { task, reason, parts: [...elements, conclusion] };
  }
}
