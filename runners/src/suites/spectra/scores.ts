import type { RunMetric } from '../../engine/experiment.ts';
import { bootstrapScores } from '../../metrics/bootstrap.ts';
import { mae, r2, rmse } from '../../metrics/regression.ts';
import type { Scope } from '../../schema/outcome.ts';

/** One for all models of the suite, so that their replicates on the same test spectra are paired. */
export const bootstrapSeed = 1;

export interface Scored {
  /** log g of the test spectra, dex; [n]. */
  truth: Float64Array;
  prediction: Float64Array;
  scope: Scope;
  /** Bootstrap replicates; 0 for no interval. */
  resamples?: number;
  /** Keep the replicates of R2 in the outcome, for comparisons downstream. */
  keepResamples?: boolean;
}

/** R2, MAE and RMSE of log g on the test spectra, with bootstrap replicates. */
export function gravityScores({
  truth,
  prediction,
  scope,
  resamples = 1000,
  keepResamples = false,
}: Scored): RunMetric[] {
  const replicates = bootstrapScores({ truth, prediction, seed: bootstrapSeed, resamples }, ['r2', 'mae', 'rmse']);
  const common = { split: 'test', scope, n: truth.length, digits: 3 } as const;
  const error = { ...common, unit: 'dex', direction: 'lower' } as const;
  return [
    {
      ...common,
      name: 'r2',
      label: '$R^2$ of log g',
      value: r2(truth, prediction),
      unit: '',
      direction: 'higher',
      resamples: replicates.r2,
      keepResamples,
    },
    {
      ...error,
      name: 'mae',
      label: 'Mean absolute error of log g',
      value: mae(truth, prediction),
      resamples: replicates.mae,
    },
    {
      ...error,
      name: 'rmse',
      label: 'Root mean squared error of log g',
      value: rmse(truth, prediction),
      resamples: replicates.rmse,
    },
  ];
}
