/** How exact the elementary functions of the reference backend are, point by point in double precision. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { gelu } from '../../../runners/src/backend/ops/gelu.ts';
import { lstm } from '../../../runners/src/backend/ops/lstm.ts';
import { erf, exp, tanh } from '../../../runners/src/math.ts';
import type { Check } from './large.ts';

/** Floats of either sign from 2^-20 to `largest`, each `ratio` times the one before. */
function points(largest: number, ratio = 1.0007): Float32Array {
  const values: number[] = [];
  for (let x = 2 ** -20; x < largest; x *= ratio) values.push(x, -x);
  return Float32Array.from(values);
}

interface ExactFunction {
  name: string;
  run: (x: Tensor) => Tensor;
  /** The value in double precision. */
  expected: (x: number) => number;
  largest: number;
  /** Relative; 0 where the result is the double one rounded to a float. */
  error: number;
}

const logistic = (x: number) => 1 / (1 + exp(-x));
const normalDistribution = (x: number) => 0.5 * (1 + erf(x * Math.SQRT1_2));
const normalDensity = (x: number) => 0.3989422804014327 * exp(-0.5 * x * x);

const functions: ExactFunction[] = [
  { name: 'exp', run: tf.exp, expected: exp, largest: 87, error: 2e-7 },
  { name: 'erf', run: tf.erf, expected: erf, largest: 9, error: 2e-7 },
  { name: 'tanh', run: tf.tanh, expected: tanh, largest: 30, error: 2e-7 },
  { name: 'sigmoid', run: tf.sigmoid, expected: logistic, largest: 86, error: 2.5e-7 },
  { name: 'relu', run: tf.relu, expected: (x) => Math.max(x, 0), largest: 1e6, error: 0 },
  { name: 'step', run: (x) => tf.step(x), expected: (x) => (x > 0 ? 1 : 0), largest: 1e6, error: 0 },
  { name: 'square', run: tf.square, expected: (x) => x * x, largest: 1e6, error: 0 },
  { name: 'neg', run: tf.neg, expected: (x) => -x, largest: 1e6, error: 0 },
  { name: 'abs', run: tf.abs, expected: Math.abs, largest: 1e6, error: 0 },
  { name: 'sqrt', run: (x) => tf.sqrt(tf.abs(x)), expected: (x) => Math.sqrt(Math.abs(x)), largest: 1e6, error: 0 },
  {
    name: 'rsqrt',
    run: (x) => tf.rsqrt(tf.abs(x)),
    expected: (x) => 1 / Math.sqrt(Math.abs(x)),
    largest: 1e6,
    error: 1.3e-7,
  },
  { name: 'gelu', run: gelu, expected: (x) => x * normalDistribution(x), largest: 3, error: 8e-7 },
  {
    // The slope itself passes through zero, where no relative error can be promised.
    name: 'the slope of x + gelu(x)',
    run: (x) => tf.grad((value) => tf.add(value, gelu(value)))(x),
    expected: (x) => 1 + normalDistribution(x) + x * normalDensity(x),
    largest: 4,
    error: 3e-7,
  },
  { name: 'softmax of two', run: twoWaySoftmax, expected: logistic, largest: 80, error: 6e-7 },
];

/** The first of the two shares of x and 0. */
function twoWaySoftmax(x: Tensor): Tensor {
  const rows = tf.stack([x, tf.zerosLike(x)], 1);
  return tf.squeeze(tf.slice(tf.softmax(rows), [0, 0], [x.size, 1]), [1]);
}

const exactFunctions: Check[] = functions.map(({ name, run, expected, largest, error }) => {
  const x = points(largest);
  let references: Float32Array | Float64Array | undefined;
  return {
    name: `${name} is as exact as promised`,
    run() {
      references ??= error === 0 ? x.map(expected) : Float64Array.from(x, expected);
      const y = run(tf.tensor1d(x)).dataSync();
      for (const [i, reference] of references.entries()) {
        const off = Math.abs(y[i] - reference);
        assert.ok(off <= error * Math.abs(reference), `${name}(${x[i]}) = ${y[i]} instead of ${reference}`);
      }
    },
  };
});

/** A value in the last places of an array goes through other instructions than one in the middle. */
const samePlaces: Check[] = functions.map(({ name, run, largest }) => ({
  name: `${name} of an element has the same bits wherever it stands`,
  run() {
    const spread = points(largest, 2);
    const x = spread.subarray(0, spread.length & ~7);
    const whole = run(tf.tensor1d(x)).dataSync();
    for (let from = 0; from < x.length; from += 4) {
      assert.deepEqual(run(tf.tensor1d(x.slice(from, from + 4))).dataSync(), whole.slice(from, from + 4));
    }
    for (const [i, value] of x.entries()) assert.equal(run(tf.tensor1d([value])).dataSync()[0], whole[i]);
  },
}));

/** One unit whose gates are multiples of the input; the hidden state and the gradient in the input, in double precision. */
function lstmStep(x: number, [wi, wf, wc, wo]: number[], before: number): { h: number; cell: number; slope: number } {
  const [i, f, g, o] = [logistic(wi * x), logistic(wf * x), tanh(wc * x), logistic(wo * x)];
  const cell = f * before + i * g;
  const t = tanh(cell);
  const cellSlope = before * f * (1 - f) * wf + g * i * (1 - i) * wi + i * (1 - g * g) * wc;
  return { h: o * t, cell, slope: t * o * (1 - o) * wo + o * (1 - t * t) * cellSlope };
}

const gateWeights = [
  [0.7, 0.4, 1, 0.9],
  [-0.8, 0.9, 1, 0.5],
  [0.5, -0.7, -1, -0.9],
];

function assertNear(actual: number, expected: number, what: string): void {
  const limit = 6e-7 * Math.max(Math.abs(expected), 0.3);
  assert.ok(Math.abs(actual - expected) <= limit, `${what}: ${actual} instead of ${expected}`);
}

const exactLstm: Check[] = gateWeights.map((weights) => ({
  name: `an LSTM with the gates ${weights} times x is exact in each of two steps, and in its gradient`,
  run() {
    const x = points(9, 1.02);
    const kernel = tf.tensor2d(weights, [1, 4]);
    // Nothing comes back from the hidden state.
    const [recurrent, bias] = [tf.zeros<tf.Rank.R2>([1, 4]), tf.zeros<tf.Rank.R1>([4])];
    const run = (input: Tensor) => lstm(input as Tensor3D, kernel, recurrent, bias);
    const twoSteps = tf.stack([tf.tensor1d(x), tf.tensor1d(x.map((value) => value / 2))], 1);
    const y = run(tf.expandDims(twoSteps, 2)).dataSync();
    const slopes = tf
      .grad(run)(tf.tensor3d(x, [x.length, 1, 1]))
      .dataSync();
    const exact = weights.map(Math.fround);
    for (const [i, value] of x.entries()) {
      const first = lstmStep(value, exact, 0);
      assertNear(y[2 * i], first.h, `first step of ${value}`);
      assertNear(y[2 * i + 1], lstmStep(value / 2, exact, first.cell).h, `second step of ${value}`);
      assertNear(slopes[i], first.slope, `gradient at ${value}`);
    }
  },
}));

export const exactnessChecks: Check[] = [...exactFunctions, ...samePlaces, ...exactLstm];
