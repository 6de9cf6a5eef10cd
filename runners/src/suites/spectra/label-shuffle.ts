import { z } from 'zod';
import { defineExperiment, type RunMetric } from '../../engine/experiment.ts';
import { predictRidge } from '../../models/ridge.ts';
import { createRandom } from '../../random.ts';
import type { Gate } from '../../schema/outcome.ts';
import { noisePoint, parseNoisePoint } from './noise-point.ts';
import { loadTask } from './observed.ts';
import { fitOnValidation, observe, ridgeParams } from './ridge-fit.ts';
import { gravityScores } from './scores.ts';

const params = z.strictObject({
  ...ridgeParams,
  noise: noisePoint,
  gate: z.number().positive().meta({ description: 'Largest |R2| with shuffled labels' }),
});

/**
 * Sanity check of the suite's pipeline: with the labels of training and validation spectra permuted nothing can be
 * learnt, so R2 on the (true) test labels must be about 0. Beside it the same pipeline with true labels.
 */
export default defineExperiment<z.infer<typeof params>>({
  params,
  async run(settings, context) {
    const { setting, scope } = parseNoisePoint(settings.noise);
    const task = loadTask(context, settings.trainCount);
    const observed = observe(task, setting, context.seed);
    const truth = task.test.labels.logG;
    const own = { train: task.train.labels.logG, validation: task.validation.labels.logG };
    const shuffled = {
      train: shuffle(own.train, context.seed, 'train'),
      validation: shuffle(own.validation, context.seed, 'validation'),
    };
    const score = (labels: typeof own): RunMetric[] => {
      const { best } = fitOnValidation(observed, labels, settings, context.progress);
      const prediction = predictRidge(best, observed.test);
      return gravityScores({
        truth,
        prediction,
        scope: { model: 'ridge', ...scope },
        keepResamples: labels === shuffled,
      });
    };

    const metrics = score(shuffled);
    const control = score(own).find(({ name }) => name === 'r2')!;
    const { value } = metrics.find(({ name }) => name === 'r2')!;
    const gate: Gate = {
      name: `|R²| with shuffled labels, ${settings.noise}, seed ${context.seed}`,
      value: Math.abs(value),
      relation: '<',
      threshold: settings.gate,
      passed: Math.abs(value) < settings.gate,
    };
    return {
      metrics: [...metrics, { ...control, name: 'r2_true_labels', label: '$R^2$ of log g with true labels' }],
      gates: [gate],
      scale: { train: task.train.count, validation: task.validation.count, test: task.test.count },
    };
  },
});

function shuffle(values: Float64Array, seed: number, split: string): Float64Array {
  const order = createRandom(seed, 'shuffle', split).permutation(values.length);
  return values.map((_, i) => values[order[i]]);
}
