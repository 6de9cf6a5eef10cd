import type { Outcome, ProfileName, ResolvedConfig } from '../schema/index.ts';
import { realEffects, type Effects } from './effects.ts';
import { createInspector, type Inspector } from './freshness.ts';
import { createConfigs } from './look.ts';
import type { RunnerCode } from './keys.ts';
import type { Task } from './plan.ts';
import { openResultMemory } from './result-memory.ts';
import { createRunStore, type RunStore } from './run-store.ts';
import { rememberIn } from './sources/memory.ts';
import { createResultStore, type ResultStore } from './store.ts';
import type { UpstreamFiles } from './worker.ts';
import { places, type Workspace } from './workspace.ts';

/** What an upstream experiment gave: its outcome, and the digests of what each of its runs left. */
export interface UpstreamResult {
  outcome: Outcome;
  runs: { seed: number; point: Record<string, string | number>; artefacts?: Record<string, string> }[];
}

/** A root that a command works on. */
export interface Session {
  workspace: Workspace;
  results: ResultStore;
  runs: RunStore;
  effects: Effects;
  configOf(id: string, profile: ProfileName): ResolvedConfig | null;
  /** A look at how tasks stand at this moment. */
  inspect(): Inspector;
  /** Remembers which results were checked. */
  remember(): void;
}

/** @param onCorrupted Told of an entry of the store that was spoilt, and is made again. */
export function openSession(
  workspace: Workspace,
  onCorrupted: (file: string) => void = () => {},
  effects: Effects = rememberGit(realEffects),
): Session {
  const { root } = workspace;
  const codes = new Map<string, RunnerCode>();
  rememberIn(places.memory(root));
  const memory = openResultMemory(places.checked(root));
  const results = createResultStore(places.results(root), memory);
  const configOf = createConfigs(workspace);
  return {
    workspace,
    results,
    runs: createRunStore(places.store(root), { onCorrupted }),
    effects,
    configOf,
    inspect: () => createInspector(root, results, configOf, codes),
    remember: memory.save,
  };
}

/** Asks git once a session, not once an experiment. */
function rememberGit(effects: Effects): Effects {
  const states = new Map<string, ReturnType<Effects['git']>>();
  return {
    ...effects,
    git(root) {
      if (!states.has(root)) states.set(root, effects.git(root));
      return states.get(root)!;
    },
  };
}

/** The stored result of an experiment as its downstream reads it, or null. */
export function storedUpstream({ results }: Session, id: string, profile: ProfileName): UpstreamResult | null {
  const { outcome, provenance } = results.read(id, profile);
  return outcome && { outcome, runs: provenance?.kind === 'executed' ? provenance.runs : [] };
}

/** What a run may read of its upstream experiments, or the reason why it cannot. */
export function upstreamOf(
  session: Session,
  task: Task,
  resultOf: (id: string) => UpstreamResult | null,
): { upstream: Record<string, UpstreamFiles> } | { missing: string } {
  const { objects } = session.runs;
  const upstream: Record<string, UpstreamFiles> = {};
  for (const id of task.config.upstream) {
    const result = resultOf(id);
    const config = session.configOf(id, task.profile);
    if (!result || !config) return { missing: `upstream ${id} has no usable outcome` };
    const artefacts = config.artefacts.length === 0 ? [] : result.runs;
    const lost = artefacts
      .flatMap((run) => Object.entries(run.artefacts ?? {}))
      .find(([, digest]) => !objects.has(digest));
    if (lost) {
      const next = `run \`paper-factory cache pull ${id}\` or \`paper-factory reproduce ${id} --force\``;
      return { missing: `"${lost[0]}", which upstream ${id} left, is not in the store; ${next}` };
    }
    upstream[id] = {
      params: config.params,
      outcome: result.outcome,
      artefacts: artefacts.map(({ seed, point, artefacts: left = {} }) => ({
        seed,
        point,
        files: Object.fromEntries(Object.entries(left).map(([name, digest]) => [name, objects.path(digest)])),
      })),
    };
  }
  return { upstream };
}

/**
 * Fresh tasks that must run all the same, by name with the reason: one that will run reads files which they left and
 * which are not in the store.
 */
export function tasksForArtefacts(
  session: Session,
  tasks: readonly Task[],
  willRun: (task: Task) => boolean,
): Map<string, string> {
  const reasons = new Map<string, string>();
  const byName = new Map(tasks.map((task) => [task.name, task]));
  // Downstream first: what must run for its own files may need those of others.
  for (const task of tasks.toReversed()) {
    if (!willRun(task) && !reasons.has(task.name)) continue;
    for (const id of task.config.upstream) {
      const above = byName.get(`${id}/${task.profile}`);
      // One that will run anyway may still be cut off, when what is upstream of it comes out as before.
      if (!above || above.config.artefacts.length === 0) continue;
      const { provenance } = session.results.read(id, task.profile);
      const left =
        provenance?.kind === 'executed' ? provenance.runs.flatMap((run) => Object.values(run.artefacts ?? {})) : [];
      if (left.some((digest) => !session.runs.objects.has(digest))) {
        reasons.set(above.name, `what it left for ${task.id} is not in the store`);
      }
    }
  }
  return reasons;
}
