import { createRandom } from '../../random.ts';
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
  const count = target.length;
  const perEpoch = Math.max(1, Math.floor(count / batchSize));
  const deviates = new Float32Array(batchSize * size);
  let order: Int32Array = new Int32Array(0);
  return {
    steps: epochs * perEpoch,
    perEpoch,
    batches(step, x, y) {
      const within = step % perEpoch;
      if (within === 0) order = createRandom(seed, 'order', step / perEpoch).permutation(count);
      createRandom(seed, 'noise', step).fillNormal(deviates);
      for (let i = 0; i < batchSize; i += 1) {
        const index = order[(within * batchSize + i) % count];
        const row = i * size;
        for (let k = 0; k < size; k += 1) x[row + k] = train[index * size + k];
        noise.add(index, deviates, row, x);
        for (let k = 0; k < size; k += 1) x[row + k] /= deviations[k];
        y[i] = target[index];
      }
    },
  };
}
