import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as math from '../../../runners/src/math.ts';
import { createRandom } from '../../../runners/src/random.ts';

/** Units in the last place between two doubles of one sign. */
function ulps(a: number, b: number): number {
  const view = new DataView(new ArrayBuffer(16));
  view.setFloat64(0, a);
  view.setFloat64(8, b);
  return Math.abs(Number(view.getBigInt64(0) - view.getBigInt64(8)));
}

// Each with the range that is drawn from.
const functions = {
  exp: [-740, 709],
  expm1: [-30, 30],
  log: [0, 100],
  log1p: [-0.9, 10],
  log2: [0, 100],
  log10: [0, 100],
  cbrt: [-100, 100],
  sin: [-1000, 1000],
  cos: [-1000, 1000],
  tan: [-100, 100],
  asin: [-1, 1],
  acos: [-1, 1],
  atan: [-100, 100],
  sinh: [-100, 100],
  cosh: [-100, 100],
  tanh: [-10, 10],
} as const;

for (const [name, [low, high]] of Object.entries(functions) as [keyof typeof functions, readonly [number, number]][]) {
  test(`${name} agrees with the platform's to three units in the last place`, () => {
    const random = createRandom(1, name);
    for (let i = 0; i < 20000; i++) {
      const x = random.range(low, high);
      assert.ok(ulps(math[name](x), Math[name](x)) <= 3, `${name}(${x}) = ${math[name](x)}`);
    }
  });
}

test('pow, atan2 and hypot agree with the platform', () => {
  const random = createRandom(2);
  for (let i = 0; i < 20000; i++) {
    const [x, y] = [random.range(0, 50), random.range(-20, 20)];
    for (const name of ['pow', 'atan2', 'hypot'] as const) {
      assert.ok(ulps(math[name](x, y), Math[name](x, y)) <= 2, `${name}(${x}, ${y})`);
    }
  }
});

test('erf has its tabulated values', () => {
  const table = { 0: 0, 0.1: 0.1124629160182849, 0.5: 0.5204998778130465, 1: 0.8427007929497149 };
  for (const [x, y] of Object.entries(table)) assert.ok(Math.abs(math.erf(+x) - y) < 3e-16);
  assert.ok(Math.abs(math.erf(2) - 0.9953222650189527) < 4e-16);
  assert.ok(Math.abs(math.erf(3.5) - 0.9999992569016276) < 2e-16);
  assert.equal(math.erf(-3.5), -math.erf(3.5));
  assert.equal(math.erf(Infinity), 1);
  assert.ok(Number.isNaN(math.erf(NaN)));
});

test('exp keeps its limits', () => {
  assert.equal(math.exp(0), 1);
  assert.equal(math.exp(-Infinity), 0);
  assert.equal(math.exp(Infinity), Infinity);
  assert.equal(math.exp(710), Infinity);
  assert.equal(math.exp(-746), 0);
  assert.equal(math.exp(-745.1), 5e-324);
  assert.ok(Number.isNaN(math.exp(NaN)));
});

test('expArray gives the bits of exp, over any length and over extremes', () => {
  const random = createRandom(3);
  for (const length of [0, 1, 2, 5, 4096, 20001]) {
    const values = Float64Array.from({ length }, () => random.range(-800, 800));
    const expected = values.map((x) => math.exp(x));
    math.expArray(values);
    assert.deepEqual(values, expected);
  }
  const values = Float64Array.of(1, 2, 3);
  math.expArray(values, 2);
  assert.deepEqual([...values], [math.exp(1), math.exp(2), 3]);
  assert.throws(() => math.expArray(values, 4), /length 4 of an array of 3/);
});

test('the bits are those of every other machine', () => {
  const random = createRandom(4);
  const values: number[] = [];
  for (let i = 0; i < 500; i++) {
    const x = random.range(-1, 1);
    for (const name of Object.keys(functions) as (keyof typeof functions)[]) values.push(math[name](x) || 0);
    values.push(math.erf(4 * x), math.pow(x + 1, 7 * x), math.atan2(x, 0.3), math.exp(600 * x));
  }
  const digest = createHash('sha256').update(Float64Array.from(values)).digest('hex');
  assert.equal(digest.slice(0, 16), '40a47bada5faa241');
});
