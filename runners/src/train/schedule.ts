import { z } from 'zod';
import { cos, pow } from '../math.ts';

const rate = z.number().positive();
const share = z.number().min(0).max(1);

const constant = z.strictObject({
  kind: z.literal('constant'),
  rate: rate.meta({ description: 'Learning rate of every step' }),
});

const warmupCosine = z.strictObject({
  kind: z.literal('warmup-cosine'),
  peak: rate.meta({ description: 'Highest learning rate' }),
  warmup: z.int().min(0).optional().meta({ description: 'Steps of the linear rise from 0; default 0' }),
  floor: share.optional().meta({ description: 'Learning rate at the end as a share of the peak; default 0' }),
});

const warmRestarts = z.strictObject({
  kind: z.literal('warm-restarts'),
  peak: rate.meta({ description: 'Learning rate at the begin of each period' }),
  firstPeriod: z.int().min(1).meta({ description: 'Steps of the first period (T0)' }),
  periodFactor: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Each period is so many times the last (Tmult); default 1' }),
  lowest: z
    .number()
    .min(0)
    .optional()
    .meta({ description: 'Learning rate that a period falls to (eta min); default 0' }),
});

const oneCycle = z.strictObject({
  kind: z.literal('one-cycle'),
  peak: rate.meta({ description: 'Highest learning rate' }),
  rise: share.optional().meta({ description: 'Share of the steps before the peak; default 0.3' }),
  startDivisor: z.number().min(1).optional().meta({ description: 'The peak over the first rate; default 25' }),
  endDivisor: z.number().min(1).optional().meta({ description: 'The first rate over the last; default 10000' }),
});

const stepDecay = z.strictObject({
  kind: z.literal('step-decay'),
  rate: rate.meta({ description: 'Learning rate of the first steps' }),
  every: z.int().min(1).meta({ description: 'Steps between two decays' }),
  factor: share.meta({ description: 'What a decay multiplies the rate by' }),
});

/** For the params of an experiment whose training takes any schedule. */
export const scheduleSchema = z
  .discriminatedUnion('kind', [constant, warmupCosine, warmRestarts, oneCycle, stepDecay])
  .meta({ description: 'Learning rate over the steps of a training' });

export type Schedule = z.infer<typeof scheduleSchema>;

/** Learning rate of step 0, 1, ... of a training of `steps` steps. */
export function learningRate(schedule: Schedule, step: number, steps: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.rate;
    case 'warmup-cosine':
      return warmupCosineRate(schedule, step, steps);
    case 'warm-restarts':
      return warmRestartsRate(schedule, step);
    case 'one-cycle':
      return oneCycleRate(schedule, step, steps);
    case 'step-decay':
      return schedule.rate * pow(schedule.factor, Math.floor(step / schedule.every));
  }
}

/** Half a period of a cosine: 1 at progress 0, 0 at progress 1. */
const halfCosine = (progress: number) => 0.5 * (1 + cos(Math.PI * progress));

function warmupCosineRate(schedule: z.infer<typeof warmupCosine>, step: number, steps: number): number {
  const { peak, warmup = 0, floor = 0 } = schedule;
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = Math.min((step - warmup) / Math.max(steps - warmup, 1), 1);
  return peak * (floor + (1 - floor) * halfCosine(progress));
}

/** SGDR (Loshchilov and Hutter 2017); as PyTorch's `CosineAnnealingWarmRestarts`, one call a step. */
function warmRestartsRate(schedule: z.infer<typeof warmRestarts>, step: number): number {
  const { peak, firstPeriod, periodFactor = 1, lowest = 0 } = schedule;
  let [within, period] = [step, firstPeriod];
  if (periodFactor === 1) within = step % period;
  else {
    while (within >= period) {
      within -= period;
      period *= periodFactor;
    }
  }
  return lowest + (peak - lowest) * halfCosine(within / period);
}

/** Super-convergence (Smith and Topin 2019); as PyTorch's `OneCycleLR` with cosine annealing in two phases. */
function oneCycleRate(schedule: z.infer<typeof oneCycle>, step: number, steps: number): number {
  const { peak, rise = 0.3, startDivisor = 25, endDivisor = 10000 } = schedule;
  const first = peak / startDivisor;
  const last = first / endDivisor;
  // The peak lies at this step, which need not be a whole one.
  const top = rise * steps - 1;
  if (step < top) return peak + (first - peak) * halfCosine(step / top);
  // Where the rate rises to the very end, the last step is the peak.
  const progress = step === top ? 0 : Math.min((step - top) / (steps - 1 - top), 1);
  return last + (peak - last) * halfCosine(progress);
}
