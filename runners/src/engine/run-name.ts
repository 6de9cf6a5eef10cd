import { canonicalJson } from './canonical.ts';
import type { PlannedRun } from './plan.ts';

/** A run for readers: `seed 1, snr 5`. */
export const runName = ({ seed, point }: PlannedRun, separator = ', '): string =>
  [`seed ${seed}`, ...Object.entries(point).map(([key, value]) => `${key} ${value}`)].join(separator);

/** Equal for equal runs of a task, whatever the order of the swept keys. */
export const runIdentity = ({ seed, point }: PlannedRun): string => canonicalJson([seed, point]);
