import { join } from 'node:path';
import type { ExperimentConfig, Outcome, ProfileName } from '../schema/index.ts';
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
  /** Finished runs of unfinished experiments, and checkpoints of unfinished runs. */
  kept: (root: string) => ({
    runs: join(root, '.factory', 'runs'),
    checkpoints: join(root, '.factory', 'checkpoints'),
  }),
  scratch: (root: string) => join(root, '.factory', 'scratch'),
};

/** Profiles and experiments to act on. */
export interface Selection {
  ids?: string[];
  profiles?: ProfileName[];
}

export function selectTasks(workspace: Workspace, selection: Selection): Task[] {
  return plan(workspace.configs, selection.profiles ?? workspace.committed, selection.ids);
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
