import { suite, test } from 'node:test';
import { calibrationCurve, expectedCalibrationError } from '../../../runners/src/metrics/calibration.ts';
import { accuracy, classScore, confusionMatrix, f1, macroF1 } from '../../../runners/src/metrics/classification.ts';
import { meanCosine, rowCosines, varianceNormalisedMse } from '../../../runners/src/metrics/latent.ts';
import { auprc, auroc, precisionAtRecall, rank, recallAtPrecision } from '../../../runners/src/metrics/ranking.ts';
import { mae, r2, rmse } from '../../../runners/src/metrics/regression.ts';
import { bootstrapInterval, resample } from '../../../runners/src/metrics/resample.ts';
import { standardDeviation } from '../../../runners/src/metrics/statistics.ts';
import { coverage, zScores, zStatistics } from '../../../runners/src/metrics/uncertainty.ts';
import {
  normalisedMse,
  weightedMae,
  weightedMse,
  weightedR2,
  weightedRmse,
} from '../../../runners/src/metrics/weighted-regression.ts';
import { allClose, close, fixture } from './fixture.ts';

suite('metrics have the values of scikit-learn, SciPy and NumPy', () => {
  for (const { name, truth, prediction, weights, expected } of fixture.regression) {
    test(`regression: ${name}`, () => {
      const w = weights ?? undefined;
      // An offset of 2^20 leaves 1e-16 x 2^20 of each value.
      const tolerance = name === 'large offset' ? 1e-9 : 1e-12;
      close(weightedR2(truth, prediction, w), expected.r2, 'r2', tolerance);
      close(normalisedMse(truth, prediction, w), expected.nmse, 'nmse', tolerance);
      close(weightedMae(truth, prediction, w), expected.mae, 'mae', tolerance);
      close(weightedMse(truth, prediction, w), expected.mse, 'mse', tolerance);
      close(weightedRmse(truth, prediction, w), expected.rmse, 'rmse', tolerance);
      if (weights) return;
      close(r2(truth, prediction), expected.r2, 'unweighted r2');
      close(mae(truth, prediction), expected.mae, 'unweighted mae');
      close(rmse(truth, prediction), expected.rmse, 'unweighted rmse');
    });
  }

  for (const { name, truth, score, weights, expected } of fixture.ranking) {
    test(`ranking: ${name}`, () => {
      const w = weights ?? undefined;
      const ranking = rank(truth, score);
      close(auroc(ranking, w), expected.auroc, 'auroc');
      close(auprc(ranking, w), expected.auprc, 'auprc');
      for (const [level, value] of expected.precisionAtRecall) {
        close(precisionAtRecall(ranking, level, w), value, `precision at recall ${level}`);
      }
      for (const [level, value] of expected.recallAtPrecision) {
        close(recallAtPrecision(ranking, level, w), value, `recall at precision ${level}`);
      }
    });
  }

  for (const { name, truth, prediction, count, weights, expected } of fixture.classification) {
    test(`classification: ${name}`, () => {
      const w = weights ?? undefined;
      const matrix = confusionMatrix(truth, prediction, count, w);
      allClose(matrix, expected.confusion, 'confusion');
      close(accuracy(truth, prediction, w), expected.accuracy, 'accuracy');
      close(macroF1(truth, prediction, count, w), expected.macroF1, 'macro F1');
      const scores = Array.from({ length: count }, (_, code) => classScore(matrix, count, code));
      for (const key of ['precision', 'recall', 'f1'] as const) {
        allClose(
          scores.map((score) => score[key]),
          expected[key],
          key,
        );
      }
      close(f1(truth, prediction, count, 1, w), expected.f1[1], 'F1 of class 1');
    });
  }

  for (const { name, happened, probability, bins, weights, expected } of fixture.reliability) {
    test(`calibration: ${name}`, () => {
      const w = weights ?? undefined;
      const curve = calibrationCurve(happened, probability, bins, w);
      for (const key of ['predicted', 'observed', 'weight'] as const) {
        allClose(
          curve.map((bin) => bin[key]),
          expected[key],
          key,
        );
      }
      close(expectedCalibrationError(happened, probability, bins, w), expected.error, 'ECE');
    });
  }

  for (const { name, truth, prediction, sigma, low, high, weights, expected } of fixture.uncertainty) {
    test(`uncertainty: ${name}`, () => {
      const w = weights ?? undefined;
      const z = zStatistics(zScores(truth, prediction, sigma), w);
      close(z.mean, expected.mean, 'mean');
      close(z.standardDeviation, expected.std, 'standard deviation');
      close(coverage(truth, low, high, w), expected.coverage, 'coverage');
    });
  }

  for (const { name, truth, prediction, dimensions, weights, expected } of fixture.latent) {
    test(`latents: ${name}`, () => {
      const w = weights ?? undefined;
      allClose(rowCosines(truth, prediction, dimensions), expected.cosines, 'cosines');
      close(meanCosine(truth, prediction, dimensions, w), expected.meanCosine, 'mean cosine');
      const value = varianceNormalisedMse(truth, prediction, dimensions, w);
      close(value, expected.varianceNormalisedMse, 'variance-normalised MSE');
    });
  }

  for (const { name, truth, score, expected } of fixture.bootstrap) {
    test(`bootstrap of AUROC by class: ${name}`, () => {
      const ranking = rank(truth, score);
      close(auroc(ranking), expected.auroc, 'auroc');
      const options = { n: truth.length, seed: 1, resamples: 4000, strata: truth };
      const [replicates] = resample(options, [(weights) => auroc(ranking, weights)]);
      const { low, high, undefinedReplicates } = bootstrapInterval(replicates);
      // 4000 replicates know a standard error to 1/sqrt(8000) and an end of the interval to about 0.05 of one.
      const error = Number(expected.standardError);
      close(standardDeviation(replicates) / error, 1, 'standard error', 0.05);
      close(low, expected.low, 'low', 0.2 * error);
      close(high, expected.high, 'high', 0.2 * error);
      close(undefinedReplicates, 0, 'undefined');
    });
  }
});
