import { calibrationCurve, expectedCalibrationError } from '../calibration.ts';
import { accuracy, classScore, confusionMatrix, f1, macroF1 } from '../classification.ts';
import type { CatalogueMetric, CatalogueTable, Parameter, Predictions } from './entry.ts';

const bins: Parameter = { default: 15, allowed: 'a whole number of 1 or more' };

const probabilities = (data: Predictions) => data.numbers('y_score', 'between 0 and 1');

/** Metrics of predicted classes and of their probabilities. */
export const classMetrics: Record<string, CatalogueMetric> = {
  accuracy: {
    summary: 'share of right classes',
    needs: ['y_true', 'y_pred'],
    chosenFor: 'classes',
    prepare(data) {
      const { truth, prediction } = data.classes();
      return (weights) => accuracy(truth, prediction, weights);
    },
  },
  f1: {
    summary: 'F1 of the positive one of two classes',
    needs: ['y_true', 'y_pred'],
    byClass: true,
    prepare(data) {
      const { names, truth, prediction } = data.classes();
      const code = data.positiveCode();
      return (weights) => f1(truth, prediction, names.length, code, weights);
    },
  },
  'f1-macro': {
    summary: 'mean of the F1 of all classes',
    needs: ['y_true', 'y_pred'],
    chosenFor: 'classes',
    byClass: true,
    prepare(data) {
      const { names, truth, prediction } = data.classes();
      return (weights) => macroF1(truth, prediction, names.length, weights);
    },
  },
  ece: {
    summary: 'expected calibration error of y_score, the probability of the positive class',
    needs: ['y_true', 'y_score'],
    parameter: bins,
    chosenFor: 'probabilities',
    prepare(data, count) {
      const [happened, probability] = [data.positives(), probabilities(data)];
      return (weights) => expectedCalibrationError(happened, probability, count, weights);
    },
  },
  'ece-confidence': {
    summary: 'expected calibration error of y_score, the confidence in y_pred',
    needs: ['y_true', 'y_pred', 'y_score'],
    parameter: bins,
    chosenFor: 'confidences',
    prepare(data, count) {
      const { truth, prediction } = data.classes();
      const happened = Uint8Array.from(truth, (code, i) => Number(code === prediction[i]));
      const probability = probabilities(data);
      return (weights) => expectedCalibrationError(happened, probability, count, weights);
    },
  },
};

export const tables: Record<string, CatalogueTable> = {
  confusion: {
    summary: 'table: true classes by predicted ones, with precision, recall and F1',
    needs: ['y_true', 'y_pred'],
    table(data, _, weights) {
      const { names, truth, prediction } = data.classes();
      const matrix = confusionMatrix(truth, prediction, names.length, weights);
      const rows = names.map((name, code) => {
        const { precision, recall, f1 } = classScore(matrix, names.length, code);
        return [name, ...matrix.subarray(code * names.length, (code + 1) * names.length), precision, recall, f1];
      });
      return { header: ['y_true', ...names.map((name) => `as ${name}`), 'precision', 'recall', 'f1'], rows };
    },
  },
  calibration: {
    summary: 'table: predicted and observed share of the positive class by bin',
    needs: ['y_true', 'y_score'],
    parameter: bins,
    table(data, count, weights) {
      const curve = calibrationCurve(data.positives(), probabilities(data), count, weights);
      const rows = curve.map(({ low, high, weight, predicted, observed }) => [low, high, weight, predicted, observed]);
      return { header: ['above', 'to', 'weight', 'predicted', 'observed'], rows };
    },
  },
};
