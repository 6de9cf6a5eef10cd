/**
 * The public interface: what a module of a root imports from 'paper-factory'. A result rests on the names that its module
 * imports and on nothing else of the tool, so each is handed on by name from where it is.
 */

// An experiment
export { defineExperiment, defineFigures, type Experiment } from './public/define.ts';
export { ParamError } from './engine/param-error.ts';
/** Zod, for the schema of `params`. */
export { z } from 'zod';
export type { CheckpointStore } from './engine/checkpoint-store.ts';
export type { RunContext, RunMetric, RunResult, Upstream } from './engine/experiment.ts';
export type { FigureSpec } from './figures/figure.ts';
export type { Curve, Gate, Metric, Outcome, Scope } from './schema/index.ts';

// Numbers that are the same on every machine
export { createRandom, type Random } from './random.ts';
/** `math.exp`, `math.pow`, … in place of `Math.exp`, whose last bits differ between machines. */
export * as math from './math.ts';

// Data
export { readCsv, type CsvOptions, type CsvTable } from './data/csv.ts';
export { readNpy, type NpyArray } from './data/npy.ts';
export type { NumberArray } from './data/npy-types.ts';
export { readNpz, type Npz } from './data/npz.ts';
export type { DataFile } from './data/data-file.ts';
export { splitRows, takeRows, type RowSplit } from './data/split-rows.ts';
export { fitScaler, type Scaler } from './data/scaler.ts';

// Metrics with bootstrap replicates, ready for a RunResult
export { scoreClasses, scoreNumbers, type ClassScores, type NumberScores } from './public/scores.ts';

// Metrics
export { mean, median, percentileInterval, quantile, standardDeviation } from './metrics/statistics.ts';
export { mae, r2, rmse } from './metrics/regression.ts';
export { weightedMae, weightedMse, weightedR2, weightedRmse } from './metrics/weighted-regression.ts';
export { accuracy, confusionMatrix, f1, macroF1 } from './metrics/classification.ts';
export { auprc, auroc, precisionAtRecall, rank, recallAtPrecision, type Ranking } from './metrics/ranking.ts';
export { calibrationCurve, expectedCalibrationError } from './metrics/calibration.ts';
export { coverage, zScores, zStatistics } from './metrics/uncertainty.ts';
export { bootstrap, bootstrapScores } from './metrics/bootstrap.ts';
export { bootstrapInterval, pairedBootstrap, resample, type Statistic } from './metrics/resample.ts';

// Models that are fitted at once
export { chooseRidge, fitRidge, predictRidge } from './models/ridge.ts';
export { fitGbdt, predictGbdt } from './models/gbdt/gbdt.ts';

// Networks
/** TensorFlow.js, for models and losses of one's own; call `loadBackend` first. */
export * as tf from '@tensorflow/tfjs';
export { loadBackend, type Backend } from './backend/index.ts';
export { createMlp, type MlpConfig } from './models/mlp.ts';
export { createCnn1d, type Cnn1dConfig } from './models/cnn1d.ts';
export { parameterCount, predictAll, variable, type Model } from './models/model.ts';
export { train, type TrainingOptions, type TrainingResult } from './train/loop.ts';
export { createBatchOrder, type BatchOrder } from './train/batch-order.ts';
export { meanSquaredError } from './train/losses/mean-squared-error.ts';
export { meanAbsoluteError } from './train/losses/mean-absolute-error.ts';
export { binaryCrossEntropy } from './train/losses/binary-cross-entropy.ts';
export { huber } from './train/losses/huber.ts';
export type { Loss } from './train/losses/loss.ts';
export { scheduleSchema, type Schedule } from './train/schedule.ts';
