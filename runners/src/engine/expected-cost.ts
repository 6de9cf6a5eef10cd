import type { Executed } from '../schema/index.ts';
import type { Standing } from './freshness.ts';

/** What a task would take: what its last run took, else what its config expects; null where nobody knows. */
export function expectedCost({ task, stored }: Pick<Standing, 'task' | 'stored'>): {
  seconds: number | null;
  memoryMiB: number | null;
} {
  const last: Executed | null = stored.provenance?.kind === 'executed' ? stored.provenance : null;
  const { minutes, memoryMiB } = task.config;
  return {
    seconds: last?.seconds ?? (minutes === null ? null : minutes * 60),
    memoryMiB: last?.peakMemoryMiB || memoryMiB,
  };
}
