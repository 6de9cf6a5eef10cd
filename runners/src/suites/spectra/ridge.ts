import { z } from 'zod';
import { defineExperiment, type RunMetric } from '../../engine/experiment.ts';
import { log10 } from '../../math.ts';
import { mean } from '../../metrics/statistics.ts';
import { predictRidge } from '../../models/ridge.ts';
import type { Curve, Scope } from '../../schema/outcome.ts';
import { noisePoint, parseNoisePoint } from './noise-point.ts';
import { loadTask } from './observed.ts';
import { fitOnValidation, observe, ridgeParams, type ChosenRidge } from './ridge-fit.ts';
import { gravityScores } from './scores.ts';

const params = z.strictObject({
  ...ridgeParams,
  noise: noisePoint,
  noiseFreeTolerance: ridgeParams.tolerance.meta({ description: 'Tolerance at noise level 0, where it matters' }),
  noiseLevelSeed: z.int().min(1).meta({ description: 'The one seed that noise levels are measured with' }),
});

/**
 * Ridge regression of log g on all pixels, at one point of a noise axis: trained on one noisy draw of the training
 * spectra, the penalty chosen on validation, tested once. Beside it the trivial baseline: the mean training label.
 */
export default defineExperiment<z.infer<typeof params>>({
  params,
  async run(settings, context) {
    const { setting, scope } = parseNoisePoint(settings.noise);
    const onSnr = 'snr' in scope;
    // Seeds are for the headline axis; on the other one their spread is not worth the time.
    if (!onSnr && context.seed !== settings.noiseLevelSeed) return { metrics: [] };
    const task = loadTask(context, settings.trainCount);
    const { train, validation, test } = task;
    const observed = observe(task, setting, context.seed);
    const labels = { train: train.labels.logG, validation: validation.labels.logG };
    const tolerance = scope.noise_level === 0 ? settings.noiseFreeTolerance : settings.tolerance;
    const { best, scores } = fitOnValidation(observed, labels, { ...settings, tolerance }, context.progress);

    const truth = test.labels.logG;
    const model = { model: 'ridge', ...scope };
    const alpha: RunMetric = {
      name: 'log10_alpha',
      label: 'Penalty chosen on validation, $\\log_{10} \\alpha$',
      value: log10(best.alpha),
      unit: '',
      direction: 'none',
      split: 'validation',
      scope: model,
      n: validation.count,
      digits: 1,
    };
    return {
      metrics: [
        ...gravityScores({
          truth,
          prediction: predictRidge(best, observed.test),
          scope: model,
          keepResamples: onSnr,
        }),
        alpha,
        ...gravityScores({
          truth,
          prediction: new Float64Array(truth.length).fill(mean(labels.train)),
          scope: { model: 'mean', ...scope },
          resamples: 0,
        }),
      ],
      curves: onSnr ? [] : [alphaSweep(scores, model)],
      scale: { train: train.count, validation: validation.count, test: test.count },
    };
  },
});

function alphaSweep(scores: ChosenRidge['scores'], scope: Scope): Curve {
  return {
    name: 'alpha-sweep',
    label: 'R² on validation against the penalty',
    scope,
    x: { name: 'penalty', unit: '', values: scores.map(({ alpha }) => alpha) },
    y: { name: 'R² on validation', unit: '', values: scores.map((score) => score.r2) },
  };
}
