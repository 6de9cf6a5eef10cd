/** Compares a case on the present backend with its values in double precision. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { inputValues, outputWeights, probesOf, shapeOf, sizeOf, type Case } from './case.ts';
import type { Expected } from './expected.ts';

const HALF_UNIT = 2 ** -24;

/**
 * Allowed error of a float result. The rounding errors of n additions grow as sqrt(n) half units in the last place of
 * their terms (Higham and Mary 2019), which are as large as the inputs, about 1, or the largest result; n is at most the
 * number of values that enter. 16 allows for as many operations in a chain, with functions that are a few units off.
 */
function tolerance(testCase: Case, results: number[]): number {
  const terms = Math.max(1, ...testCase.inputs.map((input) => sizeOf(shapeOf(input))));
  const scale = results.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return 16 * HALF_UNIT * Math.sqrt(terms) * scale;
}

function assertClose(actual: ArrayLike<number>, expected: number[], limit: number, what: string): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    const close = Math.abs(actual[i] - value) <= limit || (Number.isNaN(value) && Number.isNaN(actual[i]));
    assert.ok(close, `${what} ${i}: ${actual[i]} instead of ${value}, limit ${limit.toExponential(1)}`);
  }
}

/** Runs `body` and demands that it leaves no tensor and no memory behind. */
export function withoutLeak<T>(body: () => T): T {
  const { numTensors, numDataBuffers } = tf.memory();
  const result = tf.tidy(() => body() as never) as T;
  assert.equal(tf.memory().numTensors, numTensors, 'tensors are left');
  assert.equal(tf.memory().numDataBuffers, numDataBuffers, 'data buffers are left');
  return result;
}

/** Runs `body` twice, which must give the same bytes. */
function twice<T extends ArrayLike<number>>(body: () => T[]): T[] {
  const first = withoutLeak(body);
  assert.deepEqual(withoutLeak(body), first, 'the second time gives other bytes');
  return first;
}

const inputTensors = (testCase: Case) =>
  inputValues(testCase).map((values, at) => tf.tensor(values, shapeOf(testCase.inputs[at]), 'float32'));

export function checkForward(testCase: Case, expected: Expected): void {
  const [values] = twice(() => {
    const y = testCase.run(...inputTensors(testCase));
    assert.deepEqual(y.shape, expected.shape);
    return [y.dataSync()];
  });
  assertClose(values, expected.values, tolerance(testCase, expected.values), 'element');
}

export function checkGradient(testCase: Case, expected: Expected): void {
  const gradients = twice(() => {
    const weights = tf.tensor(outputWeights(testCase, expected.values.length), expected.shape);
    const all = tf.grads((...inputs) => testCase.run(...inputs))(inputTensors(testCase), weights);
    return all.map((gradient, at) => {
      assert.deepEqual(gradient.shape, shapeOf(testCase.inputs[at]));
      return gradient.dataSync();
    });
  });
  for (const [at, gradient] of gradients.entries()) {
    const { elements, directions } = probesOf(testCase, at);
    const { elements: exact, directions: along } = expected.gradients[at];
    const limit = tolerance(testCase, exact);
    assertClose(elements.map((i) => gradient[i]), exact, limit, `probe of input ${at}`); // prettier-ignore
    const projected = directions.map((d) => d.reduce((sum, part, i) => sum + part * gradient[i], 0));
    assertClose(projected, along, limit * Math.sqrt(gradient.length), `direction in input ${at}`);
  }
}
