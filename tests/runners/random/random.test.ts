import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createRandom } from '../../../runners/src/random.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const filled = (n: number, seed: number, ...labels: (string | number)[]) => {
  const out = new Float64Array(n);
  createRandom(seed, ...labels).fillNormal(out);
  return out;
};
const mean = (values: ArrayLike<number>, f: (x: number) => number) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += f(values[i]);
  return sum / values.length;
};

test('the stream of a seed and labels is fixed', () => {
  const random = createRandom(7, 'noise', 3);
  assert.deepEqual([random.uint32(), random.uint32(), random.uint32()], [2904384536, 3576833430, 1712198683]);
  assert.equal(random.uniform(), 0.6609365638993995);
  assert.equal(random.int(1000), 706);
  assert.equal(random.normal(), -1.4865768035918827);
  assert.deepEqual([...random.permutation(6)], [1, 5, 4, 3, 2, 0]);
  assert.equal(digest(new Uint8Array(filled(100_000, 1).buffer)), '6c9b781dd254a48f');
});

test('a seed is an integer from 1, a label is finite', () => {
  for (const seed of [0, -1, 1.5, NaN, Infinity]) assert.throws(() => createRandom(seed), RangeError);
  assert.throws(() => createRandom(0), /a seed is an integer >= 1, not 0/);
  assert.throws(() => createRandom(1, NaN), /a label is finite, not NaN/);
});

test('labels are told apart by type and by place', () => {
  const first = (...labels: (string | number)[]) => createRandom(1, ...labels).uint32();
  const streams = [first(), first('1'), first(1), first('a', 'b'), first('ab'), first('a', 'b', ''), first('a","b')];
  assert.equal(new Set(streams).size, streams.length);
  assert.equal(first('noise', 2), first('noise', 2));
});

test('streams of neighbouring seeds and labels are uncorrelated', () => {
  const n = 200_000;
  const streams = [filled(n, 1), filled(n, 2), filled(n, 1, 'a'), filled(n, 1, 'b')];
  for (const [i, a] of streams.entries()) {
    for (const b of streams.slice(i + 1)) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[k] * b[k];
      assert.ok(Math.abs(sum / n) < 4 / Math.sqrt(n));
    }
  }
});

test('uniform deviates fill [0, 1) evenly', () => {
  const random = createRandom(5);
  const n = 400_000;
  const counts = new Float64Array(64);
  for (let i = 0; i < n; i++) counts[Math.floor(64 * random.uniform())]++;
  const chi2 = counts.reduce((sum, count) => sum + ((count - n / 64) * (count - n / 64)) / (n / 64), 0);
  assert.ok(chi2 > 30 && chi2 < 110, `chi squared ${chi2} of 63 degrees of freedom`);
});

test('int is unbiased and checks its argument', () => {
  const random = createRandom(6);
  const counts = new Float64Array(7);
  for (let i = 0; i < 70_000; i++) counts[random.int(7)]++;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 400);
  assert.equal(random.int(1), 0);
  // A modulus that does not divide 2^32 by far: half of the results would come twice as often.
  const n = 3 * 2 ** 30;
  const low = Array.from({ length: 10_000 }, () => random.int(n)).filter((value) => value < n / 2).length;
  assert.ok(Math.abs(low - 5000) < 300, `${low} in the lower half`);
  for (const n of [0, 1.5, -3, 4294967297]) assert.throws(() => random.int(n), /takes 1 to 2\^32/);
});

test('normal deviates have the moments, the tails and the density of a normal', () => {
  const n = 4_000_000;
  const values = filled(n, 9);
  assert.ok(Math.abs(mean(values, (x) => x)) < 5 / Math.sqrt(n));
  assert.ok(Math.abs(mean(values, (x) => x * x) - 1) < 5 * Math.sqrt(2 / n));
  assert.ok(Math.abs(mean(values, (x) => x * x * x)) < 5 * Math.sqrt(15 / n));
  assert.ok(Math.abs(mean(values, (x) => x * x * x * x) - 3) < 5 * Math.sqrt(96 / n));
  // P(|x| > t); 3.7 lies in the tail beyond the last layer.
  for (const [t, p] of [
    [0.1, 0.9203443],
    [1, 0.3173105],
    [2, 0.0455003],
    [3, 0.0026998],
    [3.7, 0.0002156],
  ]) {
    const share = mean(values, (x) => (Math.abs(x) > t ? 1 : 0));
    assert.ok(Math.abs(share - p) < 5 * Math.sqrt((p * (1 - p)) / n), `P(|x| > ${t}) = ${share}`);
  }
});

test('fillNormal gives what normal gives, rounded for floats, in pieces or whole', () => {
  const n = 20_000;
  const whole = filled(n, 3);
  const random = createRandom(3);
  assert.deepEqual(
    whole.slice(0, 500),
    Float64Array.from({ length: 500 }, () => random.normal()),
  );
  const rest = new Float64Array(n - 500);
  random.fillNormal(rest);
  assert.deepEqual(rest, whole.slice(500));
  const singles = new Float32Array(n);
  createRandom(3).fillNormal(singles);
  assert.deepEqual(singles, Float32Array.from(whole));
});

test('a permutation holds each index once', () => {
  const order = createRandom(4).permutation(1000);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    Array.from({ length: 1000 }, (_, i) => i),
  );
  assert.notDeepEqual([...order.slice(0, 5)], [0, 1, 2, 3, 4]);
});
