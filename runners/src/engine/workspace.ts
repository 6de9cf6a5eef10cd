import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentConfig, Outcome, ProfileName } from '../schema/index.ts';
import { closureDigest, sourceRoot } from './import-closure.ts';
import { runnerFile } from './modules.ts';
import { plan, type Task } from './plan.ts';
import type { Upstream } from './experiment.ts';
import { resolveConfig } from '../schema/index.ts';

/** A root as the engine sees it: where its results lie and which experiments it has. */
export interface Workspace {
  /** Absolute. */
  root: string;
  configs: Map<string, ExperimentConfig>;
  /** Profile that the site shows; its figures are the committed ones. */
  siteProfile: ProfileName;
  /** Profiles whose results are kept. */
  committed: ProfileName[];
}

/** Places inside a root. */
export const places = {
  results: (root: string) => join(root, 'assets', 'results'),
  figures: (root: string) => join(root, 'assets', 'figures'),
  data: (root: string) => join(root, '.factory', 'cache', 'data'),
  runs: (root: string) => join(root, '.factory', 'runs'),
  scratch: (root: string) => join(root, '.factory', 'scratch', String(process.pid)),
};

/** Profiles and experiments to act on. */
export interface Selection {
  ids?: string[];
  profiles?: ProfileName[];
}

export function selectTasks(workspace: Workspace, selection: Selection): Task[] {
  return plan(workspace.configs, selection.profiles ?? workspace.committed, selection.ids);
}

/** Which source files made the cached data of a task's suite: its data module, where it has one. */
export function cachePrefix(task: Task): string {
  const data = join(sourceRoot, 'suites', task.suite, 'data.ts');
  return `${task.suite}-${closureDigest([existsSync(data) ? data : runnerFile(task.config.runner)]).slice(0, 12)}`;
}

/** What a run may read of its upstream experiments. */
export function upstreamOf(
  workspace: Workspace,
  task: Task,
  outcomeOf: (id: string) => Outcome | null,
): Record<string, Upstream> | { missing: string } {
  const upstream: Record<string, Upstream> = {};
  for (const id of task.config.upstream) {
    const outcome = outcomeOf(id);
    const config = resolveConfig(workspace.configs.get(id)!, task.profile);
    if (!outcome || !config) return { missing: id };
    upstream[id] = { params: config.params, outcome };
  }
  return upstream;
}
