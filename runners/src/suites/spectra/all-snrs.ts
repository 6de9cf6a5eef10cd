import { z } from 'zod';
import { loadBackend } from '../../backend/index.ts';
import type { RunContext, RunResult } from '../../engine/experiment.ts';
import { r2 } from '../../metrics/regression.ts';
import { mean } from '../../metrics/statistics.ts';
import { predictAll, type Model } from '../../models/model.ts';
import { createRandom } from '../../random.ts';
import { createBatchOrder } from '../../train/batch-order.ts';
import { train } from '../../train/loop.ts';
import { prepareNoise, type SpectraNoise } from './data.ts';
import { reportTraining } from './network-report.ts';
import { evaluationSet, loadTask, whiteningScale, type SpectraTask } from './observed.ts';
import { gravityScores } from './scores.ts';
import { pixelCount } from './simulator.ts';
import { gravityOf, standardiseGravity } from './standard-gravity.ts';

/** Settings of the networks that read all pixels, trained once for all SNRs. */
export const allSnrsParams = {
  snrs: z.array(z.number().positive()).min(1).meta({ description: 'Median SNRs of training, validation and test' }),
  trainCount: z.int().min(2).meta({ description: 'Noise-free training spectra' }),
  epochs: z.int().min(1).meta({ description: 'Passes over the training spectra, each with fresh noise' }),
  batchSize: z.int().min(1),
  learningRate: z.number().positive().meta({ description: 'Peak of the cosine schedule' }),
  warmup: z.int().min(0).meta({ description: 'Steps to the peak' }),
  weightDecay: z.number().min(0).meta({ description: 'Decoupled weight decay' }),
};

export type AllSnrsParams = z.infer<z.ZodObject<typeof allSnrsParams>>;

/** Steps between two checkpoints. */
const checkpointEvery = 100;

/** How spectra of one SNR enter a network: less the mean training spectrum, in units of a typical spectrum's noise. */
interface View {
  snr: number;
  noise: SpectraNoise;
  /** Noise of a typical training spectrum, [4096]. */
  whitening: Float64Array;
  /** Mean training spectrum in these units, [4096]. */
  centre: Float64Array;
}

function createViews(task: SpectraTask, snrs: readonly number[]): View[] {
  const average = new Float64Array(pixelCount);
  const count = Math.min(512, task.train.count);
  for (let i = 0; i < count * pixelCount; i += 1) average[i % pixelCount] += task.train.flux[i] / count;
  return snrs.map((snr) => {
    const whitening = whiteningScale(task, { snr });
    const centre = average.map((value, p) => value / whitening[p]);
    return { snr, noise: prepareNoise(task.sky, task.train, { snr }), whitening, centre };
  });
}

function subtract(centre: Float64Array, rows: Float32Array, from = 0, to = rows.length): void {
  for (let row = from; row < to; row += pixelCount) {
    for (let p = 0; p < pixelCount; p += 1) rows[row + p] -= centre[p];
  }
}

/** Noisy spectra of a split as the network takes them, [count, 4096]. */
function viewed(task: SpectraTask, split: 'validation' | 'test', { snr, whitening, centre }: View): Float32Array {
  const rows = evaluationSet(task, split, { snr }, whitening);
  subtract(centre, rows);
  return rows;
}

/**
 * Trains one network for all SNRs and tests it at each. Every row of a batch is a training spectrum at an SNR drawn anew,
 * with noise that is never used twice; flux in units of the noise tells the network how much of it there is. The weights
 * of the epoch with the best mean R2 over the SNRs on validation are tested once.
 */
export async function runOnAllSnrs(
  name: string,
  settings: AllSnrsParams,
  createModel: (seed: number) => Model,
  context: RunContext,
): Promise<RunResult> {
  const { snrs, batchSize, epochs } = settings;
  const { seed } = context;
  const backend = await loadBackend(context.backend);
  const task = loadTask(context, settings.trainCount);
  context.progress(0, 1, 'noise');
  const views = createViews(task, snrs);
  const model = createModel(seed);
  const gravity = (rows: Float32Array) => predictAll(model, rows, pixelCount).map(gravityOf);

  const { train: spectra, validation, test } = task;
  const order = createBatchOrder(spectra.count, batchSize, seed);
  const heldOut = views.map((view) => viewed(task, 'validation', view));
  const result = await train({
    ...{ backend, model, batchSize, inputs: pixelCount, steps: epochs * order.perEpoch },
    weightDecay: settings.weightDecay,
    clipNorm: 1,
    schedule: { kind: 'warmup-cosine', peak: settings.learningRate, warmup: settings.warmup },
    batches(step, x, y) {
      const choice = createRandom(seed, 'snr', step);
      const random = createRandom(seed, 'noise', step);
      for (const [row, index] of order.rows(step).entries()) {
        const { noise, whitening, centre } = views[choice.int(views.length)];
        noise.corrupt(index, random, x, row * pixelCount, whitening);
        subtract(centre, x, row * pixelCount, (row + 1) * pixelCount);
        y[row] = standardiseGravity(spectra.labels.logG[index]);
      }
    },
    validation: {
      every: order.perEpoch,
      score: () => mean(heldOut.map((rows) => r2(validation.labels.logG, gravity(rows)))),
    },
    checkpoints: { store: context.checkpoints, every: checkpointEvery },
    onProgress: (done, total, loss) => context.progress(done, total, `loss ${loss.toFixed(3)}`),
  });

  const scores = views.flatMap((view) =>
    gravityScores({
      truth: test.labels.logG,
      prediction: gravity(viewed(task, 'test', view)),
      scope: { model: name, snr: view.snr },
      keepResamples: true,
    }),
  );
  const report = reportTraining({
    ...{ model, result, perEpoch: order.perEpoch, validationCount: validation.count },
    scope: { model: name },
  });
  model.dispose();
  return {
    status: result.status,
    metrics: [...scores, ...report.metrics],
    curves: report.curves,
    gates: result.gates,
    scale: { train: spectra.count, validation: validation.count, test: test.count },
  };
}
