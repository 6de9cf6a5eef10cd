import { cos } from '../math.ts';

export interface Schedule {
  /** Highest learning rate. */
  peak: number;
  /** Steps over which it rises from 0, linearly. */
  warmup: number;
  /** Steps in all. */
  steps: number;
  /** Learning rate at the end as a share of the peak; default 0. */
  floor?: number;
}

/** Learning rate of step 0, 1, ...: a linear rise, then half a period of a cosine (Loshchilov and Hutter 2017). */
export function learningRate({ peak, warmup, steps, floor = 0 }: Schedule, step: number): number {
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = Math.min((step - warmup) / Math.max(steps - warmup, 1), 1);
  return peak * (floor + (1 - floor) * 0.5 * (1 + cos(Math.PI * progress)));
}
