import { z } from 'zod';
import { loadBackend } from '../../backend/index.ts';
import { defineExperiment, type RunMetric } from '../../engine/experiment.ts';
import { r2 } from '../../metrics/regression.ts';
import { createMlp } from '../../models/mlp.ts';
import { predictAll } from '../../models/model.ts';
import { train } from '../../train/loop.ts';
import { createBatches } from './compressed-batches.ts';
import { compressTask } from './compressed-task.ts';
import { reportTraining } from './network-report.ts';
import { loadTask } from './observed.ts';
import { gravityScores } from './scores.ts';
import { pixelCount } from './simulator.ts';

const params = z.strictObject({
  snr: z.number().positive().meta({ description: 'Median SNR per pixel of training, validation and test spectra' }),
  trainCount: z.int().min(2).meta({ description: 'Noise-free training spectra' }),
  components: z
    .int()
    .min(1)
    .max(pixelCount)
    .meta({ description: 'Principal components that the first, fixed layer keeps' }),
  hidden: z.array(z.int().min(1)).min(1).meta({ description: 'Sizes of the hidden layers' }),
  activation: z.enum(['relu', 'silu', 'tanh']).meta({ description: 'Between the layers' }),
  epochs: z.int().min(1).meta({ description: 'Passes over the training spectra, each with fresh noise' }),
  batchSize: z.int().min(1),
  learningRate: z.number().positive().meta({ description: 'Peak of the cosine schedule' }),
  warmup: z.int().min(0).meta({ description: 'Steps to the peak' }),
});

/** Steps between two checkpoints: about a second of training at the default size. */
const checkpointEvery = 500;

/**
 * MLP on whitened flux at one SNR, trained with fresh noise in every batch. The first layer is fixed: an orthonormal
 * projection on the leading principal components of noise-free training spectra. The weights of the best epoch on
 * validation are tested once.
 */
export default defineExperiment<z.infer<typeof params>>({
  params,
  async run(settings, context) {
    const { snr, components, batchSize } = settings;
    const backend = await loadBackend(context.backend);
    const task = loadTask(context, settings.trainCount);
    context.progress(0, 1, 'compress');
    const data = compressTask(task, snr, components);
    const model = createMlp(
      { inputs: components, hidden: settings.hidden, activation: settings.activation },
      context.seed,
    );
    const predict = (x: Float32Array) => data.gravity(predictAll(model, x, components));

    const { steps, perEpoch, batches } = createBatches(data, settings, context.seed);
    const result = await train({
      ...{ backend, model, batchSize, batches, steps },
      inputs: components,
      schedule: { kind: 'warmup-cosine', peak: settings.learningRate, warmup: settings.warmup },
      validation: { every: perEpoch, score: () => r2(task.validation.labels.logG, predict(data.validation)) },
      checkpoints: { store: context.checkpoints, every: checkpointEvery },
      onProgress: (done, total, loss) => context.progress(done, total, `loss ${loss.toFixed(3)}`),
    });

    const scope = { model: 'mlp', snr };
    const scores = gravityScores({
      truth: task.test.labels.logG,
      prediction: predict(data.test),
      scope,
      keepResamples: true,
    });
    const report = reportTraining({
      ...{ model, result, perEpoch, scope },
      validationCount: task.validation.count,
    });
    const lost: RunMetric = {
      ...{
        name: 'lost_signal',
        value: data.lost,
        unit: '',
        direction: 'none',
        split: 'none',
        scope,
        n: null,
        digits: 4,
      },
      label: 'Noise-free signal outside the components, squared and summed, in units of noise',
    };
    model.dispose();
    return {
      status: result.status,
      metrics: [...scores, ...report.metrics, lost],
      curves: report.curves,
      scale: { train: task.train.count, validation: task.validation.count, test: task.test.count },
    };
  },
});
