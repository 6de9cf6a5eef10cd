import assert from 'node:assert/strict';
import { fitGbdt, predictGbdt } from '../../../runners/src/models/gbdt/gbdt.ts';
import { createLoss, type GbdtLoss } from '../../../runners/src/models/gbdt/loss.ts';
import { createRandom } from '../../../runners/src/random.ts';
import type { Check } from './large.ts';

interface Task {
  x: Float32Array;
  n: number;
  p: number;
  y: Float64Array;
}

/** Steps along the first and the last feature, the larger one along the last, and noise. */
function task(n: number, p: number, label: string): Task {
  const random = createRandom(1, 'tree checks', label);
  const x = Float32Array.from({ length: n * p }, () => Math.round(10 * random.normal()) / 4);
  const y = Float64Array.from({ length: n }, (_, i) => {
    return Math.sign(x[i * p] - 0.6) + 3 * Math.sign(x[i * p + p - 1] + 1.1) + 0.3 * random.normal();
  });
  return { x, n, p, y };
}

/** The largest reduction of the sum of squares of `pulls` by one split, over all features and places, by plain loops. */
function bestGain({ x, n, p }: Task, pulls: Float64Array, minLeaf: number, lambda: number): number {
  let best = 0;
  for (let feature = 0; feature < p; feature++) {
    for (const threshold of new Set(Array.from({ length: n }, (_, i) => x[i * p + feature]))) {
      let [left, count, total] = [0, 0, 0];
      for (let i = 0; i < n; i++) {
        total += pulls[i];
        if (x[i * p + feature] > threshold) continue;
        left += pulls[i];
        count++;
      }
      if (count < minLeaf || n - count < minLeaf) continue;
      const right = total - left;
      const halves = (left * left) / (count + lambda) + (right * right) / (n - count + lambda);
      best = Math.max(best, halves - (total * total) / (n + lambda));
    }
  }
  return best;
}

const oneTree = { rounds: 1, learningRate: 1, maxBins: 256, seed: 1 };

/** The pulls of the squared loss add up to nothing, those of the other do not. */
const options: { lambda: number; loss: GbdtLoss }[] = [
  { lambda: 0, loss: { kind: 'squared' } },
  { lambda: 7, loss: { kind: 'squared' } },
  { lambda: 3, loss: { kind: 'quantile', order: 0.3 } },
];

const firstSplits: Check[] = [1, 2, 5].flatMap((p) =>
  [1, 20].flatMap((minLeaf) =>
    options.map(({ lambda, loss }) => ({
      name: `first split of ${p} features, leaves of ${minLeaf}, ${loss.kind} loss, lambda ${lambda}`,
      run() {
        const data = task(61, p, `${p}`);
        const { gain, start } = fitGbdt({ ...data, ...oneTree, maxLeaves: 2, minLeaf, lambda, loss });
        const gained = gain.reduce((sum, value) => sum + value, 0);
        const pulls = data.y.map((value) => createLoss(loss, lambda).pull(value - start));
        const expected = bestGain(data, pulls, minLeaf, lambda);
        assert.ok(expected > 0 && Math.abs(gained - expected) < 1e-9 * expected, `${gained} instead of ${expected}`);
      },
    })),
  ),
);

/** What all splits gain is what the tree takes off: so the histograms of children, made by subtraction, are right. */
const wholeTrees: Check[] = [1, 2, 5].map((p) => ({
  name: `gains of a whole tree on ${p} features`,
  run() {
    const data = task(300, p, `whole ${p}`);
    const model = fitGbdt({ ...data, ...oneTree, maxLeaves: 20, minLeaf: 3 });
    const predicted = predictGbdt(model, data.x);
    const squares = (values: Float64Array) => data.y.reduce((sum, y, i) => sum + (y - values[i]) * (y - values[i]), 0);
    const scatter = squares(new Float64Array(data.n).fill(model.start));
    const gained = model.gain.reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(scatter - squares(predicted) - gained) < 1e-9 * scatter);
  },
}));

/** The kernels of `trees.wasm`, by the trees that they grow. */
export const treeChecks: Check[] = [...firstSplits, ...wholeTrees];
