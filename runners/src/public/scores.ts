import type { RunMetric } from '../engine/experiment.ts';
import { bootstrapScores } from '../metrics/bootstrap.ts';
import { accuracy, macroF1 } from '../metrics/classification.ts';
import { auroc, rank } from '../metrics/ranking.ts';
import { mae, r2, rmse } from '../metrics/regression.ts';
import { resample } from '../metrics/resample.ts';
import type { Metric, Scope } from '../schema/outcome.ts';

/** What scores of numbers and of classes have in common. */
interface Common {
  /** Data that the samples are of; default `test`. */
  split?: Metric['split'];
  /** What tells these scores from others of the experiment, e.g. `{ model: 'mlp' }`; the keys of metric addresses. */
  scope?: Scope;
  /** Bootstrap replicates for the interval; default 1000, 0 for none. */
  resamples?: number;
  /** Seed of the bootstrap: one for all models on the same samples, so that they are paired; default 1. */
  bootstrapSeed?: number;
  /** Keep the replicates in the outcome, for paired comparisons downstream (about 7 kB a metric). */
  keepResamples?: boolean;
  /** Digits after the point on pages; default 3. */
  digits?: number;
}

export interface NumberScores extends Common {
  /** True values and predictions, one a sample. */
  truth: ArrayLike<number>;
  prediction: ArrayLike<number>;
  /** Unit of the truth, for the errors; default none. */
  unit?: string;
  /** What is predicted, for the labels: `$R^2$ of the price`. */
  of?: string;
}

export interface ClassScores extends Common {
  /** Codes 0 to `classes` - 1, one a sample. */
  truth: ArrayLike<number>;
  prediction: ArrayLike<number>;
  /** Number of classes. */
  classes: number;
  /** Of two classes: the score of class 1 of each sample, for the area under the ROC curve. */
  score?: ArrayLike<number>;
}

/** The scores `r2`, `mae` and `rmse` of predicted numbers, ready for `metrics` of a run. @throws {RangeError} */
export function scoreNumbers({ truth, prediction, unit = '', of, ...common }: NumberScores): RunMetric[] {
  const { resamples = 1000, bootstrapSeed = 1 } = common;
  const replicates = bootstrapScores({ truth, prediction, seed: bootstrapSeed, resamples }, ['r2', 'mae', 'rmse']);
  const about = of === undefined ? '' : ` of ${of}`;
  const metric = metricOf(truth.length, common);
  return [
    metric('r2', `$R^2$${about}`, '', 'higher', r2(truth, prediction), replicates.r2),
    metric('mae', `Mean absolute error${about}`, unit, 'lower', mae(truth, prediction), replicates.mae),
    metric('rmse', `Root mean squared error${about}`, unit, 'lower', rmse(truth, prediction), replicates.rmse),
  ];
}

/**
 * The scores `accuracy` and `f1_macro` of predicted classes, and `auroc` where `score` is there. Replicates are drawn class
 * by class, since one without a class has no value or another meaning. @throws {RangeError}
 */
export function scoreClasses({ truth, prediction, classes, score, ...common }: ClassScores): RunMetric[] {
  const { resamples = 1000, bootstrapSeed: seed = 1 } = common;
  const n = truth.length;
  if (score && classes !== 2) throw new RangeError(`a score of class 1 needs 2 classes, not ${classes}`);
  const ranking =
    score &&
    rank(
      Array.from(truth, (code) => code === 1),
      score,
    );
  const statistics = [
    (weights: Float64Array) => accuracy(truth, prediction, weights),
    (weights: Float64Array) => macroF1(truth, prediction, classes, weights),
    ...(ranking ? [(weights: Float64Array) => auroc(ranking, weights)] : []),
  ];
  const replicates = resample({ n, seed, resamples, strata: truth }, statistics);
  const once = new Float64Array(n).fill(1);
  const metric = metricOf(n, common);
  const named: [name: string, label: string][] = [
    ['accuracy', 'Accuracy'],
    ['f1_macro', 'Macro F1'],
    ['auroc', 'Area under the ROC curve'],
  ];
  return statistics.map((statistic, i) => metric(...named[i], '', 'higher', statistic(once), replicates[i]));
}

function metricOf(n: number, { split = 'test', scope = {}, keepResamples = false, digits = 3 }: Common) {
  return (
    name: string,
    label: string,
    unit: string,
    direction: Metric['direction'],
    value: number,
    resamples: Float64Array,
  ): RunMetric => {
    const replicates = resamples.length > 0 ? { resamples, keepResamples } : {};
    return { name, label, unit, direction, value, split, scope, n, digits, ...replicates };
  };
}
