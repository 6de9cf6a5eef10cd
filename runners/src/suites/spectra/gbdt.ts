import { z } from 'zod';
import { loadBackend } from '../../backend/index.ts';
import { defineExperiment, type RunMetric } from '../../engine/experiment.ts';
import { fitGbdt, predictGbdt } from '../../models/gbdt/gbdt.ts';
import { createRandom } from '../../random.ts';
import { compressTask, type CompressedTask } from './compressed-task.ts';
import { loadTask } from './observed.ts';
import { gravityScores } from './scores.ts';

const params = z.strictObject({
  snr: z.number().positive().meta({ description: 'Median SNR per pixel of training, validation and test spectra' }),
  trainCount: z.int().min(2).meta({ description: 'Training spectra' }),
  components: z.int().min(1).meta({ description: 'Principal components, the features of the trees' }),
  noisyCopies: z.int().min(1).meta({ description: 'Times that each training spectrum is seen, with noise of its own' }),
  rounds: z.int().min(1).meta({ description: 'Trees, at most' }),
  patience: z.int().min(1).meta({ description: 'Trees without a better validation loss after which boosting ends' }),
  learningRate: z.number().positive(),
  maxLeaves: z.int().min(2),
  minLeaf: z.int().min(1).meta({ description: 'Training rows that a leaf has at least' }),
  rowShare: z.number().gt(0).max(1).meta({ description: 'Share of the rows that each tree sees' }),
  featureShare: z.number().gt(0).max(1).meta({ description: 'Share of the features that each tree may ask for' }),
});

/** Gradient-boosted trees on the principal components of noisy whitened spectra, at one SNR. */
export default defineExperiment<z.infer<typeof params>>({
  params,
  async run(settings, context) {
    const { snr, components, noisyCopies, patience, ...growth } = settings;
    await loadBackend(context.backend);
    const task = loadTask(context, settings.trainCount);
    context.progress(0, 1, 'compress');
    const data = compressTask(task, snr, components);
    const { x, y } = noisyRows(data, noisyCopies, context.seed);
    const model = fitGbdt({
      ...{ x, y, n: y.length, p: components, seed: context.seed, ...growth },
      validation: { x: data.validation, y: data.standardised(task.validation.labels.logG), patience },
      onRound: (done, total, loss) => context.progress(done, total, `validation loss ${loss!.toFixed(3)}`),
    });

    const scope = { model: 'gbdt', snr };
    const scores = gravityScores({
      truth: task.test.labels.logG,
      prediction: data.gravity(predictGbdt(model, data.test)),
      scope,
      keepResamples: true,
    });
    const trees: RunMetric = {
      ...{ name: 'trees', label: 'Trees, chosen on validation', value: model.trees.length, unit: '', digits: 0 },
      ...{ direction: 'none', split: 'validation', scope, n: task.validation.count },
    };
    return {
      metrics: [...scores, trees],
      curves: [
        {
          ...{ name: 'validation-loss', label: 'Squared error on validation', scope },
          x: { name: 'trees', unit: '', values: everyTenth([...model.validationLoss.keys()].map((i) => i + 1)) },
          y: { name: 'squared error over prior variance', unit: '', values: everyTenth([...model.validationLoss]) },
        },
      ],
      scale: { train: task.train.count, validation: task.validation.count, test: task.test.count },
    };
  },
});

/** Every training spectrum `copies` times, each with noise of its own; in units of the deviations. */
function noisyRows({ size, train, noise, deviations, target }: CompressedTask, copies: number, seed: number) {
  const count = target.length;
  const x = new Float32Array(copies * count * size);
  const y = new Float64Array(copies * count);
  const deviates = new Float32Array(count * size);
  for (let copy = 0; copy < copies; copy += 1) {
    const rows = x.subarray(copy * count * size, (copy + 1) * count * size);
    rows.set(train);
    createRandom(seed, 'training-noise', copy).fillNormal(deviates);
    for (let i = 0; i < count; i += 1) noise.add(i, deviates, i * size, rows);
    for (let i = 0; i < rows.length; i += 1) rows[i] /= deviations[i % size];
    y.set(target, copy * count);
  }
  return { x, y };
}

const everyTenth = (values: number[]): number[] => values.filter((_, i) => i % 10 === 9 || i === values.length - 1);
