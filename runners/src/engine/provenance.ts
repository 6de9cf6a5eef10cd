import { digest, significant } from './canonical.ts';
import type { Key } from './freshness.ts';
import { keyedConfig } from './keys.ts';
import type { Task } from './plan.ts';
import type { TaskCost } from './run-tasks.ts';
import { outcomeBytes } from './store.ts';
import type { Executed, Outcome } from '../schema/index.ts';

/** Describes a finished task. */
export function describeProvenance(
  task: Task,
  outcome: Outcome,
  key: Key,
  about: Pick<Executed, 'backend' | 'git'>,
  cost: TaskCost,
): Executed {
  return {
    schemaVersion: 1,
    kind: 'executed',
    id: outcome.id,
    profile: outcome.profile,
    key: key.task,
    parts: key.parts,
    config: keyedConfig(task),
    outcome: digest(outcomeBytes(outcome)),
    ...about,
    seconds: significant(cost.seconds, 3),
    cpuSeconds: significant(cost.cpuSeconds, 3),
    peakMemoryMiB: Math.round(cost.peakMemoryMiB),
    ...cost.origin,
    runs: cost.runs.map(({ run, seconds, artefacts }, i) => ({
      ...run,
      key: key.runs[i],
      seconds: significant(seconds, 3),
      ...(Object.keys(artefacts).length > 0 ? { artefacts } : {}),
    })),
  };
}
