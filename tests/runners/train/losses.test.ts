import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { binaryCrossEntropy } from '../../../runners/src/train/losses/binary-cross-entropy.ts';
import { huber } from '../../../runners/src/train/losses/huber.ts';
import { gaussianLikelihood, huberLikelihood } from '../../../runners/src/train/losses/learned-sigma.ts';
import type { Loss } from '../../../runners/src/train/losses/loss.ts';
import { meanAbsoluteError, weightedMeanAbsoluteError } from '../../../runners/src/train/losses/mean-absolute-error.ts';
import { meanSquaredError } from '../../../runners/src/train/losses/mean-squared-error.ts';
import { pinball } from '../../../runners/src/train/losses/pinball.ts';
import { uncertaintyWeighted } from '../../../runners/src/train/losses/uncertainty-weighted.ts';

before(() => loadBackend({ name: 'wasm' }));

type Rows = number[][];
/** A loss by its definition, in double precision. */
type Reference = (prediction: Rows, target: Rows) => number;

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const elementwise =
  (of: (p: number, t: number, column: number) => number): Reference =>
  (prediction, target) =>
    mean(prediction.flatMap((row, i) => row.map((p, j) => of(p, target[i][j] ?? target[i][0], j))));
const huberOf = (r: number, delta: number) => (Math.abs(r) <= delta ? (r * r) / 2 : delta * (Math.abs(r) - delta / 2));
const likelihood =
  (of: (z: number) => number): Reference =>
  (prediction, target) =>
    mean(
      target.flatMap((row, i) =>
        row.map((t, j) => {
          const logVariance = prediction[i][row.length + j];
          return of((t - prediction[i][j]) * Math.exp(-logVariance / 2)) + logVariance / 2;
        }),
      ),
    );
const crossEntropy = (weight: number) =>
  elementwise((x, t) => {
    const softplus = (value: number) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
    return weight * t * softplus(-x) + (1 - t) * softplus(x);
  });

interface Case {
  name: string;
  loss: Loss;
  reference: Reference;
  prediction: Rows;
  target: Rows;
}

/** Residuals of both signs, tiny and large ones. */
const prediction = [
  [0.5, -1.25],
  [3, 1e-3],
  [-200, 7],
];
const target = [
  [0.25, 1],
  [-2, 0],
  [150, 7.5],
];
const logits = [[-80], [-15], [-0.5], [0], [0.75], [15], [80]];
const sigmas = [
  [0.5, -1, 0, -3],
  [2, 3, 4, 1.5],
  [-1, 40, -9, 0.25],
];

const cases: Case[] = [
  { name: 'squared', loss: meanSquaredError, reference: elementwise((p, t) => (p - t) ** 2), prediction, target },
  { name: 'absolute', loss: meanAbsoluteError, reference: elementwise((p, t) => Math.abs(p - t)), prediction, target },
  {
    name: 'absolute with weights',
    loss: weightedMeanAbsoluteError([2, 0.1]),
    reference: elementwise((p, t, j) => [2, 0.1][j] * Math.abs(p - t)),
    ...{ prediction, target },
  },
  ...[0.3, 4].map((delta) => ({
    name: `Huber, delta ${delta}`,
    loss: huber(delta),
    reference: elementwise((p, t) => huberOf(p - t, delta)),
    ...{ prediction, target },
  })),
  {
    name: 'pinball',
    loss: pinball([0.16, 0.84]),
    reference: elementwise((p, t, j) => {
      const q = [0.16, 0.84][j];
      return Math.max(q * (t - p), (q - 1) * (t - p));
    }),
    prediction,
    target: [[1], [2], [-3]],
  },
  ...[1, 3.5].flatMap((weight) =>
    [0, 1, 0.3].map((label) => ({
      name: `cross-entropy, weight ${weight}, target ${label}`,
      loss: binaryCrossEntropy(weight),
      reference: crossEntropy(weight),
      prediction: logits,
      target: logits.map(() => [label]),
    })),
  ),
  {
    name: 'Gaussian likelihood',
    loss: gaussianLikelihood,
    reference: likelihood((z) => (z * z) / 2),
    ...{ prediction: sigmas, target },
  },
  {
    name: 'Huber likelihood',
    loss: huberLikelihood(1.5),
    reference: likelihood((z) => huberOf(z, 1.5)),
    ...{ prediction: sigmas, target },
  },
];

/** Central differences of a function of a matrix, in double precision. */
function differences(of: (rows: Rows) => number, rows: Rows): Rows {
  return rows.map((row, i) =>
    row.map((value, j) => {
      const h = 1e-5 * Math.max(1, Math.abs(value));
      const moved = (by: number) => rows.map((each, k) => (k === i ? each.with(j, value + by) : each));
      return (of(moved(h)) - of(moved(-h))) / (2 * h);
    }),
  );
}

function assertClose(actual: number[], expected: number[], name: string): void {
  assert.equal(actual.length, expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    const allowed = 2e-5 * Math.abs(value) + 1e-6 * Math.max(scale, 1e-3);
    assert.ok(Math.abs(actual[i] - value) <= allowed, `${name} ${i}: ${actual[i]}, not ${value}`);
  }
}

function valueAndGradient(loss: Loss, p: Rows, t: Rows): { value: number; gradient: number[] } {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) => loss(x as tf.Tensor2D, tf.tensor2d(t)))(tf.tensor2d(p));
    return { value: value.dataSync()[0], gradient: [...grad.dataSync()] };
  });
}

describe('loss and gradient', () => {
  for (const { name, loss, reference, prediction: p, target: t } of cases) {
    test(name, () => {
      const { value, gradient } = valueAndGradient(loss, p, t);
      assertClose([value], [reference(p, t)], 'value');
      assertClose(gradient, differences((rows) => reference(rows, t), p).flat(), 'gradient');
    });
  }

  /** At a kink the gradient is the middle one of its possible values, so that a perfect prediction is left alone. */
  for (const [name, loss, expected] of [
    ['squared', meanSquaredError, 0],
    ['absolute', meanAbsoluteError, 0],
    ['absolute with weights', weightedMeanAbsoluteError([5]), 0],
    ['Huber', huber(1), 0],
    ['pinball', pinball([0.9]), 0.5 - 0.9],
    ['cross-entropy', binaryCrossEntropy(), 0.5],
  ] as const) {
    test(`${name}, at 0`, () => {
      const { value, gradient } = valueAndGradient(loss, [[0]], [[0]]);
      assertClose([value], [name === 'cross-entropy' ? Math.LN2 : 0], 'value');
      assertClose(gradient, [expected], 'gradient');
    });
  }

  test('a residual that is not finite gives a loss that is not', () => {
    for (const loss of [meanSquaredError, meanAbsoluteError, huber(1), pinball([0.5]), binaryCrossEntropy()]) {
      for (const bad of [NaN, Infinity]) {
        assert.ok(!Number.isFinite(valueAndGradient(loss, [[bad]], [[0]]).value));
      }
    }
  });
});

describe('uncertainty-weighted tasks', () => {
  const s = [0.7, -1.5];
  const p = [
    [1, 2, -1],
    [0.5, -3, 2],
  ];
  const t = [
    [1.5, 1],
    [0, 0],
  ];
  const parts = (rows: Rows) => [
    elementwise((a, b) => (a - b) ** 2)(
      rows.map((row) => row.slice(0, 1)),
      t.map((row) => row.slice(0, 1)),
    ),
    likelihood((z) => (z * z) / 2)(
      rows.map((row) => row.slice(1)),
      t.map((row) => row.slice(1)),
    ),
  ];
  const reference = (rows: Rows, logs: number[]) =>
    parts(rows).reduce((sum, part, i) => sum + Math.exp(-logs[i]) * part + logs[i], 0);

  test('value, gradient to the outputs and gradient to the weights', () => {
    const weighted = uncertaintyWeighted([
      { outputs: 1, targets: 1, loss: meanSquaredError },
      { outputs: 2, targets: 1, loss: gaussianLikelihood },
    ]);
    weighted.variables.forEach((each, i) => each.assign(tf.tensor1d([s[i]])));
    const { value, gradient } = valueAndGradient(weighted.loss, p, t);
    assertClose([value], [reference(p, s)], 'value');
    assertClose(gradient, differences((rows) => reference(rows, s), p).flat(), 'gradient');

    const { grads } = tf.variableGrads(() => weighted.loss(tf.tensor2d(p), tf.tensor2d(t)), weighted.variables);
    const ofWeights = weighted.variables.map(({ name }) => grads[name].dataSync()[0]);
    assertClose(ofWeights, differences(([logs]) => reference(p, logs), [s])[0], 'weight');
    weighted.dispose();
  });
});
