import { join } from 'node:path';
import picomatch from 'picomatch';
import type { ExperimentConfig, FactoryConfig, ProfileName } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import { plan, withDownstream, withUpstream, type Task } from './plan.ts';

/** A root as the engine sees it: where its results lie and which experiments it has. */
export interface Workspace {
  /** Absolute. */
  root: string;
  configs: Map<string, ExperimentConfig>;
  /** The root's own settings. */
  settings: FactoryConfig;
}

const below = (root: string, ...path: string[]) => join(root, '.factory', ...path);

/** Places inside a root. */
export const places = {
  results: (root: string) => join(root, 'assets', 'results'),
  figures: (root: string) => join(root, 'assets', 'figures'),
  /** What commands remember so that they need not work it out again. */
  memory: (root: string) => below(root, 'cache'),
  checked: (root: string) => below(root, 'cache', 'results.json'),
  data: (root: string) => below(root, 'cache', 'data'),
  closures: (root: string) => below(root, 'cache', 'closures'),
  drawn: (root: string) => below(root, 'cache', 'figures.json'),
  store: (root: string) => below(root, 'store'),
  checkpoints: (root: string) => below(root, 'checkpoints'),
  locks: (root: string) => below(root, 'locks'),
  /** What programs print. */
  logs: (root: string) => below(root, 'logs'),
  /** Scripts, logs and records of what was submitted to a cluster. */
  slurm: (root: string) => below(root, 'slurm'),
  /** For what lives as long as one run or one verification. */
  work: (root: string) => below(root, 'work'),
};

/** Profiles and experiments to act on. */
export interface Selection {
  /** Ids, or globs over them such as `spectra-*`; all experiments when empty. */
  ids?: string[];
  suites?: string[];
  profiles?: ProfileName[];
  /** Everything upstream of these too. */
  upstream?: boolean;
  /** Everything that rests on these too. */
  downstream?: boolean;
  /** Names of tasks that alone count of these experiments, where not all profiles of each do. */
  names?: ReadonlySet<string>;
}

/** What was asked for, with what it needs. */
export interface Selected {
  /** Upstream first: the targets and everything upstream of them. */
  tasks: Task[];
  /** Those of the tasks that were asked for. */
  targets: Set<Task>;
}

function matchedBy(configs: Workspace['configs'], pattern: string): string[] {
  // Most patterns are plain ids, and there may be thousands of them.
  if (configs.has(pattern)) return [pattern];
  const known = [...configs.keys()];
  const matches = picomatch(pattern);
  const found = known.filter((id) => matches(id));
  if (found.length > 0) return found;
  throw new UserError(`there is no experiment "${pattern}"`, {
    hint:
      known.length > 0 ? `Known: ${some(known)}.` : 'This root has no experiments: add experiments/<id>/config.yaml.',
  });
}

/** Names for a message, of which nobody reads hundreds. */
const some = (names: string[]): string =>
  names.length > 30 ? `${names.slice(0, 25).join(', ')} and ${names.length - 25} more` : names.join(', ');

/** The ids that a selection names. @throws {UserError} for an id, glob or suite that nothing matches. */
export function selectIds(
  workspace: Workspace,
  { ids = [], suites = [], upstream, downstream }: Selection,
): Set<string> {
  const { configs } = workspace;
  const unknown = suites.find((suite) => ![...configs.values()].some((config) => config.suite === suite));
  if (unknown !== undefined) {
    const all = [...new Set([...configs.values()].map((config) => config.suite))].sort();
    throw new UserError(`there is no suite "${unknown}"`, { hint: `Known: ${all.join(', ')}.` });
  }
  const named = new Set(ids.length > 0 ? ids.flatMap((pattern) => matchedBy(configs, pattern)) : configs.keys());
  const chosen = [...named].filter((id) => suites.length === 0 || suites.includes(configs.get(id)!.suite));
  const grown = downstream ? withDownstream(configs, chosen) : new Set(chosen);
  return upstream ? withUpstream(configs, grown) : grown;
}

/** @throws {UserError} for an unknown id or suite, a cycle or a missing upstream. */
export function select(workspace: Workspace, selection: Selection): Selected {
  const chosen = selectIds(workspace, selection);
  const needed = withUpstream(workspace.configs, chosen);
  const tasks = plan(workspace.configs, selection.profiles ?? workspace.settings.committed, needed);
  const { names } = selection;
  return { tasks, targets: new Set(tasks.filter(({ id, name }) => chosen.has(id) && (names?.has(name) ?? true))) };
}
