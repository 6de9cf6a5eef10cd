import type { Backend } from '../../../runners/src/backend/index.ts';
import { createMlp } from '../../../runners/src/models/mlp.ts';
import type { Model } from '../../../runners/src/models/model.ts';
import { createRandom } from '../../../runners/src/random.ts';
import type { TrainingOptions } from '../../../runners/src/train/loop.ts';

/** Options for learning y = x0 on fresh noise, with what a test changes. */
export function linearTask(backend: Backend, model: Model, changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    backend,
    model,
    inputs: 3,
    batchSize: 16,
    steps: 60,
    schedule: { kind: 'warmup-cosine', peak: 0.01, warmup: 5 },
    batches(step, x, y) {
      createRandom(1, 'batch', step).fillNormal(x);
      for (let i = 0; i < y.length; i++) y[i] = x[3 * i];
    },
    ...changes,
  };
}

/** A model that can learn that exactly. */
export const linearModel = () => createMlp({ inputs: 3, hidden: [], activation: 'relu' }, 1);
