import { createRandom } from '../random.ts';

export interface BatchOrder {
  /** Whole batches in one pass over the rows; at least one. */
  perEpoch: number;
  /** Row of each member of the batch of a step, `[batchSize]`: a pure function of the step. Not to be changed. */
  rows(step: number): Int32Array;
}

/**
 * All rows in an order of their own every epoch, cut into batches; what does not fill a batch is left out of that epoch.
 * Fewer rows than a batch are repeated. The order depends on (seed, epoch) alone, so that a resumed training sees what an
 * uninterrupted one does.
 */
export function createBatchOrder(rows: number, batchSize: number, seed: number): BatchOrder {
  const perEpoch = Math.max(1, Math.floor(rows / batchSize));
  let shuffled: { epoch: number; order: Int32Array } = { epoch: -1, order: new Int32Array(0) };
  return {
    perEpoch,
    rows(step) {
      const epoch = Math.floor(step / perEpoch);
      if (shuffled.epoch !== epoch) {
        const order = createRandom(seed, 'order', epoch).permutation(rows);
        shuffled = {
          epoch,
          order: rows < batchSize ? Int32Array.from({ length: batchSize }, (_, i) => order[i % rows]) : order,
        };
      }
      const from = (step % perEpoch) * batchSize;
      return shuffled.order.subarray(from, from + batchSize);
    },
  };
}
