import type { Selection, Workspace } from '@paper-factory/runners/engine';
import type { ExperimentConfig } from '@paper-factory/runners/schema';
import { UserError } from '@paper-factory/runners/user-error';

type Engine = typeof import('@paper-factory/runners/standings');

/** Whether anything among these configs is what a pattern or a suite names. */
function matches(engine: Engine, workspace: Workspace, configs: Workspace['configs'], selection: Selection): boolean {
  try {
    return engine.selectIds({ ...workspace, configs }, selection).size > 0;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** @throws {UserError} where an id, a glob or a suite names only experiments that are planned. */
export function refusePlanned(
  engine: Engine,
  workspace: Workspace & { planned: Map<string, ExperimentConfig> },
  { ids, suites }: Required<Pick<Selection, 'ids' | 'suites'>>,
): void {
  const { configs, planned } = workspace;
  if (planned.size === 0) return;
  const named: [name: string, selection: Selection][] = [
    ...ids.map((id): [string, Selection] => [id, { ids: [id] }]),
    ...suites.map((suite): [string, Selection] => [`suite ${suite}`, { suites: [suite] }]),
  ];
  for (const [name, selection] of named) {
    if (matches(engine, workspace, configs, selection) || !matches(engine, workspace, planned, selection)) continue;
    const config = planned.get(name);
    const [file, runner] = config
      ? [`experiments/${name}/config.yaml`, `its runner (${config.runner})`]
      : ['the config of one of them', 'its runner'];
    throw new UserError(`${name} is planned: nothing can run yet`, {
      hint: `Write ${runner}, then take "status: planned" out of ${file}.`,
    });
  }
}
