/** What the backends have beside tfjs's operations, compared with double precision. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { AdamCoefficients, Backend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';

function sample(length: number, label: string): Float32Array {
  const values = new Float32Array(length);
  createRandom(1, 'updates', label, length).fillNormal(values);
  return values;
}

// Every one matters: small ones that rounding would hide are not realistic but tell mistakes.
const COEFFICIENTS: AdamCoefficients = {
  rate: 0.3,
  beta1: 0.8,
  beta2: 0.7,
  epsilon: 0.2,
  keep: 0.9,
  gradientScale: 0.6,
};

function assertNear(actual: ArrayLike<number>, expected: number[], what: string): void {
  for (const [i, value] of expected.entries()) {
    // Ten float operations on numbers of order 1.
    const limit = 10 * 2 ** -24 * Math.max(1, Math.abs(value));
    assert.ok(Math.abs(actual[i] - value) <= limit, `${what} ${i}: ${actual[i]} instead of ${value}`);
  }
}

/** One step of Adam with decoupled weight decay (Loshchilov and Hutter 2019) on `length` weights. */
export function checkAdamStep(backend: Backend, length: number): void {
  const [w, m, v, g] = ['weight', 'mean', 'square', 'gradient'].map((label) => sample(length, label));
  for (const i of v.keys()) v[i] = Math.abs(v[i]);
  const { rate, beta1, beta2, epsilon, keep, gradientScale } = COEFFICIENTS;
  const scaled = Array.from(g, (value) => value * gradientScale);
  const mean = Array.from(m, (value, i) => beta1 * value + (1 - beta1) * scaled[i]);
  const square = Array.from(v, (value, i) => beta2 * value + (1 - beta2) * scaled[i] * scaled[i]);
  const weight = Array.from(w, (value, i) => keep * value - (rate * mean[i]) / (Math.sqrt(square[i]) + epsilon));

  const variables = [w, m, v].map((values) => tf.variable(tf.tensor1d(values)));
  const gradient = tf.tensor1d(g);
  const { numTensors } = tf.memory();
  backend.adamStep(variables[0], variables[1], variables[2], gradient, COEFFICIENTS);
  assert.equal(tf.memory().numTensors, numTensors);
  assertNear(variables[1].dataSync(), mean, 'mean');
  assertNear(variables[2].dataSync(), square, 'square');
  assertNear(variables[0].dataSync(), weight, 'weight');
  assert.deepEqual(gradient.dataSync(), g);
  tf.dispose([...variables, gradient]);
}

export function checkSumOfSquares(backend: Backend, length: number): void {
  const x = sample(length, 'squares');
  const expected = x.reduce((sum, value) => sum + value * value, 0);
  const tensor = tf.tensor1d(x);
  const actual = backend.sumOfSquares(tensor);
  tensor.dispose();
  assert.ok(Math.abs(actual - expected) <= 1e-14 * length * expected, `${actual} instead of ${expected}`);
}
