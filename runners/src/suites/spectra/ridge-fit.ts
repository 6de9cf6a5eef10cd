import { z } from 'zod';
import type { RunContext } from '../../engine/experiment.ts';
import { exp, log } from '../../math.ts';
import { chooseRidge, fitRidge, type RidgeFit } from '../../models/ridge.ts';
import type { NoiseSetting } from './data.ts';
import { evaluationSet, trainingSet, whiteningScale, type SpectraTask } from './observed.ts';
import { pixelCount } from './simulator.ts';

/** Settings of ridge regression that its experiments share. */
export const ridgeParams = {
  trainCount: z.int().min(2).meta({ description: 'Training spectra' }),
  alphas: z
    .strictObject({
      lowest: z.int().meta({ description: 'log10 of the smallest' }),
      highest: z.int().meta({ description: 'log10 of the largest' }),
      perDecade: z.int().min(1),
    })
    .meta({ description: 'Penalties tried, for flux in units of the whitening scale' }),
  tolerance: z
    .number()
    .positive()
    .meta({ description: 'Relative residual of the normal equations at which a fit ends' }),
};

export type RidgeParams = z.infer<z.ZodObject<typeof ridgeParams>>;

export interface RidgeObservation {
  train: Float32Array;
  validation: Float32Array;
  test: Float32Array;
}

/** Whitened flux of the three splits under one noise setting, each [count, 4096]; `seed` draws the training noise. */
export function observe(task: SpectraTask, setting: NoiseSetting, seed: number): RidgeObservation {
  const scale = whiteningScale(task, setting);
  return {
    train: trainingSet(task, setting, seed, scale),
    validation: evaluationSet(task, 'validation', setting, scale),
    test: evaluationSet(task, 'test', setting, scale),
  };
}

/** Penalties on an even logarithmic grid, in ascending order. */
export function penalties({ lowest, highest, perDecade }: RidgeParams['alphas']): number[] {
  const count = (highest - lowest) * perDecade + 1;
  return Array.from({ length: count }, (_, i) => Number(exp(log(10) * (lowest + i / perDecade)).toPrecision(3)));
}

export interface ChosenRidge {
  best: RidgeFit;
  /** R2 on validation for every penalty, in ascending order of it. */
  scores: { alpha: number; r2: number }[];
}

/** Fits every penalty to the training spectra and chooses the one with the highest R2 on validation. */
export function fitOnValidation(
  observed: Pick<RidgeObservation, 'train' | 'validation'>,
  labels: { train: Float64Array; validation: Float64Array },
  params: RidgeParams,
  progress: RunContext['progress'],
): ChosenRidge {
  const fits = fitRidge({
    x: observed.train,
    n: labels.train.length,
    p: pixelCount,
    y: labels.train,
    alphas: penalties(params.alphas),
    tolerance: params.tolerance,
    onIteration: (iteration, residual) =>
      progress(iteration, Math.max(100, iteration + 1), `residual ${residual.toExponential(0)}`),
  });
  return chooseRidge(fits, observed.validation, labels.validation);
}
