import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../schema/index.ts';
import { digest } from './canonical.ts';
import { compareOutcomes } from './compare.ts';
import { figureFiles } from './draw.ts';
import type { Difference, VerifyEvent } from './events.ts';
import type { Task } from './plan.ts';
import { createExecutor } from './executor.ts';
import { prepareRun, type RunOptions } from './reproduce.ts';
import { runTasks, type TaskCost } from './run-tasks.ts';
import { openSession, storedUpstream, upstreamOf, type UpstreamResult } from './session.ts';
import { outcomeBytes, type ResultStore } from './store.ts';
import { places, select, type Workspace } from './workspace.ts';

export interface VerifyOptions extends RunOptions {
  /** Stop starting experiments that would not end within this time. */
  budgetSeconds?: number;
}

/** A re-execution beside what is committed; `outcome` lets the caller judge claims over it. */
export interface Verified extends Omit<VerifyEvent, 'event'> {
  outcome: Outcome | null;
}

/**
 * Re-executes in a scratch folder and compares with what is committed, which is never touched.
 * Upstream outcomes are the re-executed ones where they were part of it, so that one edited number is named once.
 */
export async function verify(
  workspace: Workspace,
  options: VerifyOptions,
): Promise<{ verified: Verified[]; left: string[] }> {
  const { root } = workspace;
  const session = openSession(workspace);
  const store = session.results;
  const all = [...select(workspace, options).targets];
  const { chosen: tasks, left } = withinBudget(all, store, options);
  const outcomes = new Map<string, UpstreamResult>();
  const verified: Verified[] = [];

  const conclude = (entry: Verified): void => {
    verified.push(entry);
    const { outcome: _, ...event } = entry;
    options.emit({ event: 'verify', ...event });
  };

  const finish = async (task: Task, outcome: Outcome, cost: TaskCost): Promise<null> => {
    outcomes.set(task.name, { outcome, runs: cost.runs.map(({ run, artefacts }) => ({ ...run, artefacts })) });
    const stored = store.read(task.id, task.profile);
    const compared = compareWithStored(stored.outcome, stored.digest, outcome);
    const drawn = task.profile === workspace.settings.profile ? await changedFigures(root, task, outcome) : [];
    const differences = [...compared.differences, ...drawn];
    const result = drawn.length > 0 && compared.result === 'equal' ? 'changed' : compared.result;
    conclude({ id: task.id, profile: task.profile, result, seconds: cost.seconds, differences, outcome });
    return null;
  };

  mkdirSync(places.work(root), { recursive: true });
  const base = mkdtempSync(join(places.work(root), 'base-'));
  const executor = createExecutor(options);
  options.signal.addEventListener('abort', executor.close);
  try {
    const ends = await runTasks(tasks, {
      threads: options.threads,
      memoryMiB: options.memoryMiB,
      backend: options.backend.name,
      emit: (event) => (event.event !== 'task-end' || event.status === 'skipped') && options.emit(event),
      signal: options.signal,
      perform: executor.perform,
      finish,
      release: () => {},
      async prepare(task) {
        const upstream = upstreamOf(
          session,
          task,
          (id) => outcomes.get(`${id}/${task.profile}`) ?? storedUpstream(session, id, task.profile),
        );
        if ('missing' in upstream) return { status: 'failed', reason: upstream.missing };
        const standing = session.inspect().standing(task);
        if (!standing.key) return { status: 'failed', reason: standing.freshness.reason };
        return prepareRun(session, task, standing, upstream.upstream, {
          ...options,
          reason: 'verify',
          reuse: false,
          base,
        });
      },
    });
    for (const { id, profile, status, reason, seconds } of ends) {
      if (status !== 'failed') continue;
      const differences = [{ where: 'run', committed: '', reexecuted: reason }];
      conclude({ id, profile, result: 'failed', seconds, differences, outcome: null });
    }
  } finally {
    executor.close();
    rmSync(base, { recursive: true, force: true });
  }
  return { verified, left: left.map((task) => task.name) };
}

function compareWithStored(committed: Outcome | null, bytes: string | null, fresh: Outcome) {
  if (!committed) {
    const differences = [{ where: 'outcome.json', committed: bytes ? 'unreadable' : 'missing', reexecuted: 'present' }];
    return { result: 'changed' as const, differences };
  }
  const compared = compareOutcomes(committed, fresh);
  if (compared.result !== 'equal' || digest(outcomeBytes(fresh)) === bytes) return compared;
  const differences = [{ where: 'outcome.json', committed: 'other bytes for equal values', reexecuted: 'canonical' }];
  return { result: 'changed' as const, differences };
}

async function changedFigures(root: string, task: Task, outcome: Outcome): Promise<Difference[]> {
  const differences: Difference[] = [];
  const folder = join(places.figures(root), task.id);
  const files = await figureFiles(task.config.runner, outcome);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!files.has(name)) differences.push({ where: `figure ${name}`, committed: 'present', reexecuted: 'not drawn' });
  }
  for (const [name, text] of files) {
    const file = join(folder, name);
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : null;
    if (committed === text) continue;
    differences.push({
      where: `figure ${name}`,
      committed: committed === null ? 'missing' : 'as committed',
      reexecuted: 'other',
    });
  }
  return differences;
}

/** Quickest first, as long as the expected time of all chosen ones fits. */
function withinBudget(
  tasks: Task[],
  store: ResultStore,
  { budgetSeconds, threads }: VerifyOptions,
): { chosen: Task[]; left: Task[] } {
  if (budgetSeconds === undefined) return { chosen: tasks, left: [] };
  const cost = (task: Task) => {
    const provenance = store.read(task.id, task.profile).provenance;
    if (provenance?.kind !== 'executed') return Infinity;
    // Runs side by side share the time; one run alone takes its own.
    return Math.max(provenance.cpuSeconds / threads, ...provenance.runs.map((run) => run.seconds));
  };
  let rest = budgetSeconds;
  const chosen = new Set<Task>();
  for (const task of [...tasks].sort((a, b) => cost(a) - cost(b))) {
    if (cost(task) > rest) break;
    rest -= cost(task);
    chosen.add(task);
  }
  return { chosen: tasks.filter((task) => chosen.has(task)), left: tasks.filter((task) => !chosen.has(task)) };
}
