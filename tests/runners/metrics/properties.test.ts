import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { bootstrapScores } from '../../../runners/src/metrics/bootstrap.ts';
import { expectedCalibrationError } from '../../../runners/src/metrics/calibration.ts';
import { accuracy, f1, macroF1 } from '../../../runners/src/metrics/classification.ts';
import { varianceNormalisedMse } from '../../../runners/src/metrics/latent.ts';
import {
  auprc,
  auroc,
  precisionAtRecall,
  rank,
  recallAtPrecision,
  type Ranking,
} from '../../../runners/src/metrics/ranking.ts';
import { resample } from '../../../runners/src/metrics/resample.ts';
import { coverage, zScores, zStatistics } from '../../../runners/src/metrics/uncertainty.ts';
import { weightedMae, weightedR2, weightedRmse } from '../../../runners/src/metrics/weighted-regression.ts';
import { weightedVariance } from '../../../runners/src/metrics/weights.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { close } from './fixture.ts';

type Weights = ArrayLike<number>;
const n = 60;

/** Two classes, scores with ties, numbers and whole weights that differ from seed to seed. */
function example(seed: number) {
  const random = createRandom(seed, 'metrics');
  const make = (value: (i: number) => number) => Array.from({ length: n }, (_, i) => value(i));
  const truth = make((i) => (i < 2 ? i : random.int(2)));
  const score = make((i) => (random.int(12) + 3 * truth[i]) / 16);
  const numbers = make(() => random.normal());
  const predicted = numbers.map((value) => value + 0.4 * random.normal());
  return { truth, score, numbers, predicted, guess: make(() => random.int(3)), weights: make(() => random.int(4)) };
}
type Example = ReturnType<typeof example>;

const ofRanking =
  (metric: (ranking: Ranking, weights?: Weights) => number) =>
  ({ truth, score }: Example, weights?: Weights) =>
    metric(rank(truth, score), weights);

/** Every metric that takes weights, of an example. */
const metrics: Record<string, (data: Example, weights?: Weights) => number> = {
  r2: ({ numbers, predicted }, w) => weightedR2(numbers, predicted, w),
  mae: ({ numbers, predicted }, w) => weightedMae(numbers, predicted, w),
  rmse: ({ numbers, predicted }, w) => weightedRmse(numbers, predicted, w),
  'normalised MSE': ({ numbers, predicted }, w) => varianceNormalisedMse(numbers, predicted, 1, w),
  auroc: ofRanking(auroc),
  auprc: ofRanking(auprc),
  'precision at recall': ofRanking((ranking, w) => precisionAtRecall(ranking, 0.8, w)),
  'recall at precision': ofRanking((ranking, w) => recallAtPrecision(ranking, 0.7, w)),
  accuracy: ({ truth, guess }, w) => accuracy(truth, guess, w),
  f1: ({ truth, guess }, w) => f1(truth, guess, 3, 1, w),
  'macro F1': ({ truth, guess }, w) => macroF1(truth, guess, 3, w),
  ece: ({ truth, score }, w) => expectedCalibrationError(truth, score, 10, w),
  coverage: ({ numbers, predicted, score }, w) =>
    coverage(
      numbers,
      predicted.map((value, i) => value - score[i]),
      predicted.map((value, i) => value + score[i]),
      w,
    ),
  'standard deviation of z': ({ numbers, predicted, weights }, w) =>
    zStatistics(
      zScores(
        numbers,
        predicted,
        weights.map((value) => value + 1),
      ),
      w,
    ).standardDeviation,
};

/** The example with sample i `counts[i]` times. */
function repeated(data: Example, counts: number[]): Example {
  const repeat = (values: number[]) => values.flatMap((value, i) => new Array<number>(counts[i]).fill(value));
  return Object.fromEntries(Object.entries(data).map(([key, values]) => [key, repeat(values)])) as Example;
}

suite('every weighted metric', () => {
  for (const [name, metric] of Object.entries(metrics)) {
    test(name, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const data = example(seed);
        const { weights } = data;
        close(metric(data, weights), metric(repeated(data, weights)), 'weight 2 is the sample twice, 0 is none');
        const halves = weights.map((value) => value / 2);
        close(metric(data, halves), metric(data, weights), 'only ratios of weights matter');
        close(metric(data, new Array<number>(n).fill(1)), metric(data), 'no weights are weights of 1');
        const order = createRandom(seed, 'order').permutation(n);
        const shuffled = Object.fromEntries(
          Object.entries(data).map(([key, values]) => [key, Array.from(order, (i) => values[i])]),
        ) as Example;
        close(metric(shuffled, shuffled.weights), metric(data, weights), 'the order of samples does not matter');
      }
    });
  }

  test('refuses weights that are none, and lengths that differ', () => {
    const data = example(1);
    const faults: [Weights, RegExp][] = [
      [[1, 2], /60 samples but 2 weights/],
      [new Array<number>(n).fill(0), /all weights are 0/],
      [data.weights.map((value, i) => (i === 3 ? -1 : value)), /weight 3 is -1/],
      [data.weights.map((value, i) => (i === 4 ? NaN : value)), /weight 4 is NaN/],
    ];
    for (const metric of Object.values(metrics)) {
      for (const [weights, message] of faults) assert.throws(() => metric(data, weights), message);
    }
    const short = { ...data, truth: data.truth.slice(1), numbers: data.numbers.slice(1) };
    for (const metric of Object.values(metrics)) assert.throws(() => metric(short), /59 true values but 60 of /);
    const empty = repeated(data, new Array<number>(n).fill(0));
    for (const metric of Object.values(metrics)) assert.throws(() => metric(empty), /of no samples/);
  });
});

test('equal values vary by nothing, though their mean is not one of them', () => {
  assert.equal(weightedVariance([0.1, 0.1, 0.1]), 0);
  assert.equal(weightedR2([0.1, 0.1, 0.1], [0.1, 0.2, 0.1]), -Infinity);
});

suite('ranking', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

  test('a monotone map of the scores changes nothing', () => {
    for (const seed of seeds) {
      const { truth, score, weights } = example(seed);
      const [plain, mapped] = [
        rank(truth, score),
        rank(
          truth,
          score.map((value) => value * value * value - 7),
        ),
      ];
      for (const metric of [auroc, auprc]) assert.equal(metric(mapped, weights), metric(plain, weights));
    }
  });

  test('AUROC of swapped labels, or of scores turned round, is 1 - AUROC', () => {
    for (const seed of seeds) {
      const { truth, score, weights } = example(seed);
      const value = auroc(rank(truth, score), weights);
      const swapped = rank(
        truth.map((label) => 1 - label),
        score,
      );
      close(auroc(swapped, weights), 1 - value, 'swapped');
      const turned = rank(
        truth,
        score.map((s) => -s),
      );
      close(auroc(turned, weights), 1 - value, 'turned');
    }
  });

  test('AUROC is the share of pairs in the right order, ties one half', () => {
    for (const seed of seeds) {
      const { truth, score } = example(seed);
      let [right, pairs] = [0, 0];
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          if (truth[i] !== 1 || truth[j] !== 0) continue;
          pairs++;
          right += score[i] > score[j] ? 1 : score[i] === score[j] ? 0.5 : 0;
        }
      }
      close(auroc(rank(truth, score)), right / pairs, 'auroc');
    }
  });

  test('infinite scores rank, NaN and a third class are refused', () => {
    assert.equal(auroc(rank([0, 1, 0, 1], [-Infinity, Infinity, -Infinity, Infinity])), 1);
    assert.equal(auroc(rank([0, 1], [Infinity, Infinity])), 0.5);
    assert.throws(() => rank([0, 1], [0.5, NaN]), /score 1 is NaN/);
    assert.throws(() => rank([0, 2], [0.5, 0.6]), /class 1 is 2, not 0 or 1/);
  });

  test('one class without weight leaves AUROC undefined', () => {
    assert.ok(Number.isNaN(auroc(rank([0, 1, 1], [0.1, 0.2, 0.3]), [0, 1, 1])));
  });
});

test('a resample gives the replicates that the regression bootstrap gives', () => {
  const { numbers: truth, predicted: prediction } = example(1);
  const fast = bootstrapScores({ truth, prediction, seed: 5, resamples: 50 }, ['r2', 'mae', 'rmse']);
  const [r2, mae, rmse] = resample({ n, seed: 5, resamples: 50 }, [
    (weights) => weightedR2(truth, prediction, weights),
    (weights) => weightedMae(truth, prediction, weights),
    (weights) => weightedRmse(truth, prediction, weights),
  ]);
  for (let k = 0; k < 50; k++) {
    close(r2[k], fast.r2[k], 'r2');
    close(mae[k], fast.mae[k], 'mae');
    close(rmse[k], fast.rmse[k], 'rmse');
  }
});
