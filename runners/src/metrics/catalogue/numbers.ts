import { cosineSimilarity } from '../latent.ts';
import { hits } from '../pointers.ts';
import { coverage, zScores, zStatistics } from '../uncertainty.ts';
import { normalisedMse, weightedMae, weightedMse, weightedR2, weightedRmse } from '../weighted-regression.ts';
import { weightedMean } from '../weights.ts';
import type { CatalogueMetric, Predictions } from './entry.ts';

type Score = (truth: Float64Array, prediction: Float64Array, weights: Float64Array) => number;

function ofErrors(summary: string, score: Score, more: Partial<CatalogueMetric> = {}): CatalogueMetric {
  return {
    summary,
    needs: ['y_true', 'y_pred'],
    ...more,
    prepare(data) {
      const [truth, prediction] = [data.numbers('y_true'), data.numbers('y_pred')];
      return (weights) => score(truth, prediction, weights);
    },
  };
}

function ofZScores(summary: string, which: 'mean' | 'standardDeviation'): CatalogueMetric {
  return {
    summary,
    needs: ['y_true', 'y_pred', 'sigma'],
    chosenFor: 'errors',
    prepare(data) {
      const z = zScores(data.numbers('y_true'), data.numbers('y_pred'), sigmas(data));
      return (weights) => zStatistics(z, weights)[which];
    },
  };
}

const sigmas = (data: Predictions) => data.numbers('sigma', 'above 0');

function weightedCosine(truth: Float64Array, prediction: Float64Array, weights: Float64Array): number {
  const scaled = (values: Float64Array) => values.map((value, i) => value * Math.sqrt(weights[i]));
  return cosineSimilarity(scaled(truth), scaled(prediction));
}

const constantTruth = 'y_true does not vary';

/** Metrics of predicted numbers. */
export const numberMetrics: Record<string, CatalogueMetric> = {
  r2: ofErrors('coefficient of determination', weightedR2, { chosenFor: 'numbers', undefinedWhere: constantTruth }),
  mae: ofErrors('mean absolute error', weightedMae, { chosenFor: 'numbers' }),
  rmse: ofErrors('root of the mean squared error', weightedRmse, { chosenFor: 'numbers' }),
  mse: ofErrors('mean squared error', weightedMse),
  nmse: ofErrors('mean squared error / variance of y_true', normalisedMse, { undefinedWhere: constantTruth }),
  cosine: ofErrors('cosine similarity of the two columns', weightedCosine, { undefinedWhere: 'a column is all zero' }),
  hit: {
    summary: 'share with |y_pred - y_true| <= k steps',
    needs: ['y_true', 'y_pred'],
    parameter: { default: 3, allowed: 'of 0 or more' },
    prepare(data, k) {
      const hit = hits(data.numbers('y_true'), data.numbers('y_pred'), k);
      return (weights) => weightedMean(hit, weights);
    },
  },
  wmae: {
    summary: 'mean absolute error weighted by 1/sigma',
    needs: ['y_true', 'y_pred', 'sigma'],
    chosenFor: 'errors',
    prepare(data) {
      const [truth, prediction, sigma] = [data.numbers('y_true'), data.numbers('y_pred'), sigmas(data)];
      const scaled = (weights: Float64Array) => weights.map((weight, i) => weight / sigma[i]);
      return (weights) => weightedMae(truth, prediction, scaled(weights));
    },
  },
  'z-mean': ofZScores('mean of (y_pred - y_true) / sigma: 0 without bias', 'mean'),
  'z-std': ofZScores('standard deviation of (y_pred - y_true) / sigma: 1 for errors as stated', 'standardDeviation'),
  coverage: {
    summary: 'share of y_true within y_low to y_high',
    needs: ['y_true', 'y_low', 'y_high'],
    chosenFor: 'intervals',
    prepare(data) {
      const [truth, low, high] = [data.numbers('y_true'), data.numbers('y_low'), data.numbers('y_high')];
      return (weights) => coverage(truth, low, high, weights);
    },
  },
};
