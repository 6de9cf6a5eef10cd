import { createRandom } from '../../random.ts';
import { createBatchOrder } from '../../train/batch-order.ts';
import type { TrainingOptions } from '../../train/loop.ts';
import type { CompressedTask } from './compressed-task.ts';

export interface Batches {
  /** Steps in all, and in one pass over the training spectra. */
  steps: number;
  perEpoch: number;
  batches: TrainingOptions['batches'];
}

/** Batches of all training spectra in an order of their own every epoch, with noise that is never used twice. */
export function createBatches(
  { size, train, noise, deviations, target }: CompressedTask,
  { epochs, batchSize }: { epochs: number; batchSize: number },
  seed: number,
): Batches {
  const { perEpoch, rows } = createBatchOrder(target.length, batchSize, seed);
  let deviates = new Float32Array(0);
  return {
    steps: epochs * perEpoch,
    perEpoch,
    batches(step, x, y) {
      if (deviates.length !== x.length) deviates = new Float32Array(x.length);
      createRandom(seed, 'noise', step).fillNormal(deviates);
      for (const [i, index] of rows(step).entries()) {
        const row = i * size;
        for (let k = 0; k < size; k += 1) x[row + k] = train[index * size + k];
        noise.add(index, deviates, row, x);
        for (let k = 0; k < size; k += 1) x[row + k] /= deviations[k];
        y[i] = target[index];
      }
    },
  };
}
