/** What every fused operation must do: `testFused` declares the tests. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';

/** Row-major values. */
export type Values = ArrayLike<number>;

export interface FusedCase {
  name: string;
  /** Shapes of the inputs, in order. */
  shapes: number[][];
  /** Factor on the standard normal values of the inputs; default 1. */
  spread?: number;
  operation: (...inputs: Tensor[]) => Tensor;
  /** The same in double precision, by loops. */
  reference: (...inputs: Values[]) => number[];
  /** Largest error of a value, and of a gradient, relative to the largest one; default 2e-6. */
  tolerance?: number;
}

const sizeOf = (shape: number[]) => shape.reduce((product, n) => product * n, 1);

function sample(size: number, spread: number, use: number): Float32Array {
  const values = new Float32Array(size);
  createRandom(1, 'fused', use).fillNormal(values);
  return values.map((value) => spread * value);
}

/** Every value within `tolerance` times the largest size. */
function assertClose(what: string, actual: Values, expected: number[], tolerance: number): void {
  assert.equal(actual.length, expected.length, what);
  const limit = tolerance * expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  for (const [i, value] of expected.entries()) {
    const text = `${what}, element ${i}: ${actual[i]} instead of ${value}, limit ${limit}`;
    assert.ok(Math.abs(actual[i] - value) <= limit, text);
  }
}

/** Gradient of sum(weight x reference) by central differences of the double-precision reference. */
function differences(reference: FusedCase['reference'], inputs: Float32Array[], weights: Float32Array): number[][] {
  const STEP = 1e-4;
  const points = inputs.map((values) => Float64Array.from(values));
  const loss = () => reference(...points).reduce((sum, value, i) => sum + value * weights[i], 0);
  return points.map((values) =>
    Array.from(values, (value, i) => {
      values[i] = value + STEP;
      const above = loss();
      values[i] = value - STEP;
      const below = loss();
      values[i] = value;
      return (above - below) / (2 * STEP);
    }),
  );
}

interface Pass {
  value: Values;
  gradients: Values[];
}

/** Value and gradients on the current backend, the inputs being variables that are used twice; checks for leaks. */
function run({ shapes, operation }: FusedCase, inputs: Float32Array[], weights: Float32Array): Pass {
  const start = tf.memory();
  const pass = tf.tidy(() => {
    const variables = inputs.map((values, i) => tf.variable(tf.tensor(values, shapes[i])));
    const value = operation(...variables);
    const loss = () => tf.sum(tf.mul(operation(...variables), tf.tensor(weights, value.shape))).asScalar();
    const once = tf.variableGrads(loss, variables).grads;
    const twice = tf.variableGrads(() => tf.add(loss(), loss()).asScalar(), variables).grads;
    const gradients = variables.map(({ name }) => once[name].dataSync());
    for (const [i, { name }] of variables.entries()) {
      assert.deepEqual(once[name].shape, shapes[i]);
      const double = Array.from(gradients[i], (gradient) => 2 * gradient);
      assertClose(`gradient ${i} of two uses`, twice[name].dataSync(), double, 1e-6);
      variables[i].dispose();
    }
    return { value: value.dataSync(), gradients };
  });
  assert.equal(tf.memory().numTensors, start.numTensors);
  assert.equal(tf.memory().numDataBuffers, start.numDataBuffers);
  return pass;
}

function declare(fused: FusedCase, use: number): void {
  const { shapes, spread = 1, reference, tolerance = 2e-6 } = fused;
  test(fused.name, async () => {
    const inputs = shapes.map((shape, i) => sample(sizeOf(shape), spread, 100 * use + i));
    const value = reference(...inputs);
    const weights = sample(value.length, 1, 100 * use + 99);
    const own = run(fused, inputs, weights);
    assertClose('value', own.value, value, tolerance);
    const gradients = differences(reference, inputs, weights);
    for (const [i, gradient] of gradients.entries()) {
      assertClose(`gradient of input ${i}`, own.gradients[i], gradient, tolerance);
    }

    // Plain tfjs has none of the kernels: there the operation is composed.
    await tf.setBackend('cpu');
    try {
      const composed = run(fused, inputs, weights);
      assertClose('composed', own.value, [...(composed.value as Float32Array)], 2 * tolerance);
      for (const [i, gradient] of composed.gradients.entries()) {
        assertClose(`composed gradient ${i}`, own.gradients[i], [...(gradient as Float32Array)], 4 * tolerance);
      }
    } finally {
      await tf.setBackend('wasm');
    }
  });
}

/** Declares a test for each case: on `wasm`, against double precision, against the composed form, without leaks. */
export function testFused(name: string, cases: FusedCase[]): void {
  describe(name, () => {
    before(() => loadBackend({ name: 'wasm' }));
    for (const [i, fused] of cases.entries()) declare(fused, i);
  });
}
