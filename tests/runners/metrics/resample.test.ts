import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { auroc, rank } from '../../../runners/src/metrics/ranking.ts';
import { bootstrapInterval, pairedBootstrap, resample } from '../../../runners/src/metrics/resample.ts';
import { standardDeviation } from '../../../runners/src/metrics/statistics.ts';
import { createRandom } from '../../../runners/src/random.ts';

const truth = Array.from({ length: 40 }, (_, i) => Number(i < 3));
const random = createRandom(1, 'scores');
const score = truth.map((label) => label + random.normal());
const areaOf = (values: number[]) => {
  const ranking = rank(truth, values);
  return (weights: Float64Array) => auroc(ranking, weights);
};
const sum = (weights: Float64Array, from: number, to: number) => weights.subarray(from, to).reduce((a, b) => a + b, 0);

suite('resample', () => {
  test('draws n samples with replacement, the same ones each time', () => {
    const seen: number[][] = [];
    const record = (weights: Float64Array) => seen.push([...weights]);
    resample({ n: 40, seed: 3, resamples: 5 }, [record]);
    resample({ n: 40, seed: 3, resamples: 5 }, [record]);
    for (const weights of seen)
      assert.equal(
        weights.reduce((a, b) => a + b),
        40,
      );
    assert.deepEqual(seen.slice(0, 5), seen.slice(5));
    assert.notDeepEqual(seen[0], seen[1]);
    assert.ok(seen[0].some((count) => count === 0) && seen[0].some((count) => count > 1));
  });

  test('strata keep their size, so that no class is lacking', () => {
    const options = { n: 40, seed: 1, resamples: 300 };
    const [plain] = resample(options, [areaOf(score)]);
    // Three of 40 are missing in one resample of 20.
    assert.ok(bootstrapInterval(plain).undefinedReplicates > 3);
    const [size, stratified] = resample({ ...options, strata: truth }, [
      (weights) => sum(weights, 0, 3),
      areaOf(score),
    ]);
    assert.ok(size.every((drawn) => drawn === 3));
    assert.equal(bootstrapInterval(stratified).undefinedReplicates, 0);
  });

  test('sample weights multiply the draws; a draw of nothing but weight 0 is undefined', () => {
    const weights = [0, 0, 5];
    const [total] = resample({ n: 3, seed: 1, resamples: 200, weights }, [(drawn) => sum(drawn, 0, 3)]);
    const undefinedOnes = total.filter(Number.isNaN).length;
    // (2/3)^3 of 200.
    assert.ok(undefinedOnes > 40 && undefinedOnes < 80);
    assert.ok(total.every((value) => Number.isNaN(value) || value % 5 === 0));
  });

  test('an interval leaves out what is not finite, and is NaN without anything', () => {
    const interval = bootstrapInterval(Float64Array.from([1, NaN, 3, -Infinity, 2]), 0.5);
    assert.deepEqual(interval, { level: 0.5, low: 1.5, high: 2.5, undefinedReplicates: 2 });
    assert.ok(Number.isNaN(bootstrapInterval(Float64Array.from([NaN])).low));
  });

  test('strata of another length are refused', () => {
    assert.throws(() => resample({ n: 40, seed: 1, strata: [1] }, []), /40 samples but 1 strata/);
  });
});

suite('paired bootstrap', () => {
  const noisier = score.map((value) => value + 0.3 * random.normal());
  const options = { n: 40, seed: 2, resamples: 500, strata: truth };

  test('takes out what two models share', () => {
    const { low, high, difference } = pairedBootstrap(options, areaOf(score), areaOf(noisier));
    const [alone] = resample(options, [areaOf(score)]);
    const weights = new Float64Array(40).fill(1);
    assert.equal(difference, areaOf(score)(weights) - areaOf(noisier)(weights));
    assert.ok(low <= difference && difference <= high);
    assert.ok(high - low < 0.7 * 2 * 1.96 * Math.SQRT2 * standardDeviation(alone));
  });

  test('a model does not differ from itself, and turning the sides turns the result', () => {
    const same = pairedBootstrap(options, areaOf(score), areaOf(score));
    const { difference, low, high, shareGreater } = same;
    assert.deepEqual([difference, low, high, shareGreater], [0, 0, 0, 0.5]);
    const there = pairedBootstrap(options, areaOf(score), areaOf(noisier));
    const back = pairedBootstrap(options, areaOf(noisier), areaOf(score));
    assert.ok(Math.abs(there.low + back.high) < 1e-12);
    assert.ok(Math.abs(there.shareGreater + back.shareGreater - 1) < 1e-12);
  });
});
