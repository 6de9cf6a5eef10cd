// Trains a small model in a process that a test may kill: `training-process.ts FOLDER`. Sends every step, then the result.
import { createHash } from 'node:crypto';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { canonicalJson } from '../../../runners/src/engine/canonical.ts';
import { createCheckpointStore } from '../../../runners/src/engine/checkpoint-store.ts';
import { createMlp } from '../../../runners/src/models/mlp.ts';
import { predictAll } from '../../../runners/src/models/model.ts';
import { r2 } from '../../../runners/src/metrics/regression.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { createBatchOrder } from '../../../runners/src/train/batch-order.ts';
import { train } from '../../../runners/src/train/loop.ts';
import { huber } from '../../../runners/src/train/losses/huber.ts';
import { saveWeights } from '../../../runners/src/train/weights.ts';

export type Message = { step: number } | { weights: string; result: string };

const [folder] = process.argv.slice(2);
const [rows, inputs, batchSize, steps] = [48, 4, 16, 240];
const backend = await loadBackend({ name: 'wasm' });
const model = createMlp({ inputs, hidden: [8], activation: 'silu' }, 1);

function draw(split: string) {
  const x = new Float32Array(rows * inputs);
  createRandom(1, split).fillNormal(x);
  return { x, y: Float32Array.from({ length: rows }, (_, i) => x[i * inputs] * x[i * inputs + 1]) };
}
const [training, heldOut] = [draw('train'), draw('validation')];
const truth = Float64Array.from(heldOut.y);
const order = createBatchOrder(rows, batchSize, 1);

const result = await train({
  ...{ backend, model, inputs, batchSize, steps },
  schedule: { kind: 'one-cycle', peak: 0.02 },
  weightDecay: 0.01,
  clipNorm: 1,
  loss: huber(1),
  averageDecay: 0.95,
  validation: { every: 12, score: () => r2(truth, predictAll(model, heldOut.x, inputs)) },
  earlyStopping: { patience: 6, minDelta: 0.04 },
  gates: { gradientNorm: 1000 },
  checkpoints: { store: createCheckpointStore({ folder, identity: 'test' }), every: 7, keep: 2 },
  batches(step, x, y) {
    createRandom(1, 'noise', step).fillNormal(x);
    for (const [i, row] of order.rows(step).entries()) {
      for (let k = 0; k < inputs; k++) x[i * inputs + k] = training.x[row * inputs + k] + 0.1 * x[i * inputs + k];
      y[i] = training.y[row];
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // leaves the test time to kill near a step
  },
  onProgress: (step) => process.send!({ step } satisfies Message),
});
const digest = createHash('sha256');
for (const weights of saveWeights(model)) digest.update(weights);
process.send!({ weights: digest.digest('hex'), result: canonicalJson(result) } satisfies Message);
process.disconnect();
