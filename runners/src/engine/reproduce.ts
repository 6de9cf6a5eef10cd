import { join } from 'node:path';
import type { RunBackend } from './backends.ts';
import type { KeyParts, Outcome } from '../schema/index.ts';
import { drawFigures, figureFiles } from './draw.ts';
import type { EngineEvent } from './events.ts';
import { compareResult, currentParts, freshnessOf, type Freshness } from './freshness.ts';
import { keyOf } from './keys.ts';
import type { Task } from './plan.ts';
import { describeProvenance } from './provenance.ts';
import { runTasks, type TaskCost, type TaskHost } from './run-tasks.ts';
import { createKeptRuns } from './runs-kept.ts';
import { createResultStore } from './store.ts';
import { places, selectTasks, upstreamOf, type Selection, type Workspace } from './workspace.ts';

export interface ReproduceOptions extends Selection {
  /** Run even what is fresh. */
  force?: boolean;
  threads: number;
  backend: RunBackend;
  emit(event: EngineEvent): void;
  signal?: AbortSignal;
}

/** Freshness of what a selection names, upstream included, without running anything. */
export function listFreshness(workspace: Workspace, selection: Selection): { task: Task; freshness: Freshness }[] {
  const store = createResultStore(places.results(workspace.root));
  const tasks = selectTasks(workspace, selection);
  const freshness = freshnessOf(tasks, store);
  return tasks.map((task) => ({ task, freshness: freshness.get(task.name)! }));
}

/**
 * Runs everything that is not fresh, stores the outcomes and draws the figures.
 * An earlier good result stays untouched when a run throws or diverges.
 */
export async function reproduce(workspace: Workspace, options: ReproduceOptions) {
  const { root, siteProfile } = workspace;
  const store = createResultStore(places.results(root));
  const tasks = selectTasks(workspace, options);
  // As they were when the task began: a source file edited during the run must not pass for what was run.
  const begun = new Map<Task, KeyParts>();

  const prepare: TaskHost['prepare'] = (task) => {
    const upstream = upstreamOf(workspace, task, (id) => store.read(id, task.profile).outcome);
    if ('missing' in upstream)
      return { status: 'failed', reason: `upstream ${upstream.missing} has no usable outcome` };
    const parts = currentParts(task, store)!;
    const stored = store.read(task.id, task.profile);
    const freshness = compareResult(stored, parts);
    if (freshness.status === 'fresh' && !options.force) return { status: 'fresh' };
    begun.set(task, parts);
    const kept = createKeptRuns(places.kept(root), task.name, keyOf(parts));
    if (options.force) kept.clear();
    return {
      status: 'run',
      reason: freshness.reason || 'forced',
      job: {
        runner: task.config.runner,
        params: task.config.params,
        upstream,
        cacheFolder: places.data(root),
        sources: parts.sources,
      },
      kept,
      expectedSeconds: stored.provenance?.seconds ?? minutes(workspace, task),
      expectedMemoryMiB: stored.provenance?.peakMemoryMiB ?? null,
    };
  };

  const finish = async (task: Task, outcome: Outcome, cost: TaskCost): Promise<string | null> => {
    const stored = store.read(task.id, task.profile);
    if (outcome.status === 'diverged' && stored.outcome?.status === 'ok') {
      return 'training diverged; the earlier good result is kept';
    }
    const parts = begun.get(task)!;
    const provenance = describeProvenance(root, outcome, parts, options.backend, cost);
    const same = stored.provenance?.key === provenance.key && stored.provenance.outcome === provenance.outcome;
    if (!same || stored.digest !== provenance.outcome) store.write(outcome, provenance);
    return outcome.status === 'diverged' ? 'training diverged' : null;
  };

  const ends = await runTasks(tasks, {
    threads: options.threads,
    backend: options.backend.name,
    emit: options.emit,
    signal: options.signal ?? new AbortController().signal,
    prepare,
    finish,
  });
  if (options.signal?.aborted) return ends;
  // One after another: Vega counts its definitions in one place for all figures.
  for (const [i, task] of tasks.entries()) {
    try {
      await redraw(task);
    } catch (error) {
      ends[i] = { ...ends[i], status: 'failed', reason: `a figure could not be drawn: ${(error as Error).message}` };
    }
  }
  return ends;

  async function redraw(task: Task): Promise<void> {
    const { outcome } = store.read(task.id, task.profile);
    if (!outcome || outcome.status === 'diverged') return;
    // Figures of other profiles are made to see that they can be, and shown nowhere.
    if (task.profile === siteProfile)
      await drawFigures(task.config.runner, outcome, join(places.figures(root), task.id));
    else await figureFiles(task.config.runner, outcome);
  }
}

function minutes(workspace: Workspace, task: Task): number | null {
  const expected = workspace.configs.get(task.id)?.profiles[task.profile]?.minutes;
  return expected === undefined ? null : expected * 60;
}
